-- What became of each mail, kept as a history; and since when an owner's address refuses our mail.
CREATE TYPE "DeliveryStatus" AS ENUM ('QUEUED', 'SENDING', 'ACCEPTED', 'HELD', 'DELAYED', 'REFUSED', 'ABANDONED');
CREATE TYPE "DeliveryReason" AS ENUM ('GREYLISTED', 'FULL', 'UNREACHABLE', 'LATER', 'UNKNOWN', 'CLOSED', 'DOMAIN', 'FILTERED', 'OTHER');

ALTER TABLE "Credential" ADD COLUMN "emailRefusedAt" TIMESTAMPTZ(3),
ADD COLUMN "emailRefusedFor" "DeliveryReason";

ALTER TABLE "Message" ADD COLUMN "domain" TEXT;

CREATE TABLE "Delivery" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "messageId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "status" "DeliveryStatus" NOT NULL,
    "reason" "DeliveryReason",
    "by" TEXT,
    "filter" TEXT,
    "reply" TEXT,
    "reported" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "Delivery_messageId_at_idx" ON "Delivery"("messageId", "at");

ALTER TABLE "Delivery" ADD CONSTRAINT "Delivery_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An address is compared, counted and stored in one form: lower case throughout.
UPDATE "Credential" SET "email" = lower("email"), "previousEmail" = lower("previousEmail")
WHERE "email" <> lower("email") OR "previousEmail" <> lower("previousEmail");
UPDATE "Flow" SET "email" = lower("email") WHERE "email" <> lower("email");
UPDATE "Code" SET "email" = lower("email") WHERE "email" <> lower("email");
UPDATE "Message" SET "domain" = lower(split_part("email", '@', 2)) WHERE "email" IS NOT NULL;
