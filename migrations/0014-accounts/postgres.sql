-- What the organisation's provider of logins says of its accounts (SCIM): what it calls them now,
-- and since when whoever owns one may not come in. Unlike leaving, that can be taken back.

ALTER TABLE logins ADD COLUMN called BYTEA;
ALTER TABLE staff ADD COLUMN suspended_at BIGINT;
