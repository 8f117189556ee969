-- What « Mentions légales » must say of a cabinet; absent, the page says so.
ALTER TABLE "Agency" ADD COLUMN "registration" TEXT,
ADD COLUMN "publicationDirector" TEXT,
ADD COLUMN "hostCompany" TEXT;
