-- For whom somebody stands in, where a duty is that of a deputy: of these they decide nothing.

ALTER TABLE duties ADD COLUMN deputy_for BIGINT REFERENCES staff;
