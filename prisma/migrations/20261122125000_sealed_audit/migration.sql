-- The audit, numbered and chained by the sealer; personal detail beside it; where it begins after a purge.
ALTER TABLE "Event" ADD COLUMN "number" BIGINT,
ADD COLUMN "detailDigest" BYTEA,
ADD COLUMN "mac" BYTEA,
ADD COLUMN "keyId" TEXT;

-- Every event is written twice, unsealed and sealed: its first version is cleared away soon, or looking for unsealed
-- ones walks over a million dead ones.
ALTER TABLE "Event" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

CREATE UNIQUE INDEX "Event_number_key" ON "Event"("number");

CREATE TABLE "EventDetail" (
    "eventId" UUID NOT NULL,
    "salt" UUID NOT NULL DEFAULT gen_random_uuid(),
    "words" JSONB NOT NULL,

    CONSTRAINT "EventDetail_pkey" PRIMARY KEY ("eventId")
);

ALTER TABLE "EventDetail" ADD CONSTRAINT "EventDetail_eventId_fkey" FOREIGN KEY ("eventId") REFERENCES "Event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "AuditAnchor" (
    "number" BIGINT NOT NULL,
    "mac" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "keyId" TEXT NOT NULL,
    "signature" BYTEA NOT NULL,

    CONSTRAINT "AuditAnchor_pkey" PRIMARY KEY ("number")
);

-- Append-only, as far as the database can hold it: its owner may disable a trigger, and then the chain shows it.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit is append-only: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- An event changes once, when it is sealed, and then in nothing but its seal.
CREATE TRIGGER event_sealed_once BEFORE UPDATE ON "Event" FOR EACH ROW
WHEN (
  OLD."number" IS NOT NULL OR NEW."number" IS NULL OR NEW."mac" IS NULL
  OR (OLD."id", OLD."realm", OLD."at", OLD."kind", OLD."accountId", OLD."flowId", OLD."facts")
    IS DISTINCT FROM (NEW."id", NEW."realm", NEW."at", NEW."kind", NEW."accountId", NEW."flowId", NEW."facts")
)
EXECUTE FUNCTION refuse_audit_change();

-- It goes only once an anchor stands for it: whoever deletes more must leave an anchor, which nobody signs without the key.
CREATE FUNCTION refuse_uncovered_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."number" <= (SELECT max("number") FROM "AuditAnchor") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit is append-only: no anchor stands for this event' USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER event_deleted_behind_anchor BEFORE DELETE ON "Event" FOR EACH ROW EXECUTE FUNCTION refuse_uncovered_deletion();
CREATE TRIGGER event_not_truncated BEFORE TRUNCATE ON "Event" EXECUTE FUNCTION refuse_audit_change();
-- Details are erased, never rewritten.
CREATE TRIGGER event_detail_kept BEFORE UPDATE ON "EventDetail" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER event_detail_not_truncated BEFORE TRUNCATE ON "EventDetail" EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER anchor_kept BEFORE UPDATE ON "AuditAnchor" FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
-- An anchor goes only once a later one stands; a purge moves forward.
CREATE FUNCTION refuse_anchor_loss() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."number" < (SELECT max("number") FROM "AuditAnchor") THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the audit is append-only: its anchor stays' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER anchor_stays BEFORE DELETE ON "AuditAnchor" FOR EACH ROW EXECUTE FUNCTION refuse_anchor_loss();
CREATE TRIGGER anchor_not_truncated BEFORE TRUNCATE ON "AuditAnchor" EXECUTE FUNCTION refuse_audit_change();
