-- AlterTable
ALTER TABLE "Key" ADD COLUMN     "newNetworkAt" TIMESTAMPTZ(3);



-- Keys of before: used from nowhere yet, as far as was written down.
UPDATE "Key" SET "networks" = '{}' WHERE "networks" IS NULL;
