-- AlterEnum
ALTER TYPE "MessageKind" ADD VALUE 'WEBHOOK_STOPPED';

-- AlterTable
ALTER TABLE "Message" ADD COLUMN     "webhookId" UUID;

-- CreateIndex
CREATE INDEX "Message_webhookId_idx" ON "Message"("webhookId");

-- AddForeignKey
ALTER TABLE "Message" ADD CONSTRAINT "Message_webhookId_fkey" FOREIGN KEY ("webhookId") REFERENCES "Webhook"("id") ON DELETE SET NULL ON UPDATE CASCADE;
