-- What the store agent keeps beside the records it works on. Applied by the agent, or beforehand by whoever
-- administers the database where the agent may not create schemas. Keys of records are in here, identifiers are not.
CREATE SCHEMA IF NOT EXISTS habeas;

-- Whose notes these are: a dataset's, and no other's.
CREATE TABLE IF NOT EXISTS habeas.habeas_owner (
  id      integer NOT NULL PRIMARY KEY,
  dataset text    NOT NULL
);

-- What each task came to; written in the transaction of its effect.
CREATE TABLE IF NOT EXISTS habeas.habeas_outcome (
  request_id  uuid        NOT NULL,
  step        integer     NOT NULL,
  action      varchar(16) NOT NULL,
  result      text        NOT NULL,
  recorded_at timestamptz NOT NULL,
  PRIMARY KEY (request_id, step)
);

CREATE TABLE IF NOT EXISTS habeas.habeas_step (
  request_id   uuid    NOT NULL PRIMARY KEY,
  highest_step integer NOT NULL
);

-- Which records are hidden (Art. 18) and what their status was. Applications whose tables have no status column
-- look their records up here.
CREATE TABLE IF NOT EXISTS habeas.habeas_restriction (
  request_id    uuid        NOT NULL,
  collection    text        NOT NULL,
  primary_key   text[]      NOT NULL,
  previous      text,
  restricted_at timestamptz NOT NULL,
  PRIMARY KEY (request_id, collection, primary_key)
);
CREATE INDEX IF NOT EXISTS habeas_restriction_record ON habeas.habeas_restriction (collection, primary_key);

-- Which records are kept under a duty (Art. 17(3)), and until when; by these rows they are found again at expiry.
-- That is the beginning of a day where the controller is if the duty counts whole days, else a time in UTC.
CREATE TABLE IF NOT EXISTS habeas.habeas_retention (
  request_id   uuid        NOT NULL,
  collection   text        NOT NULL,
  primary_key  text[]      NOT NULL,
  rule         text        NOT NULL,
  ground       text        NOT NULL,
  statute      text        NOT NULL,
  jurisdiction text        NOT NULL,
  expiry       timestamp   NOT NULL,
  whole_days   boolean     NOT NULL,
  treated      boolean     NOT NULL DEFAULT false,
  counted_from text,
  counted      text,
  retained_at  timestamptz NOT NULL,
  PRIMARY KEY (request_id, collection, primary_key)
);
-- Whether its columns have become what their strategies say, which happens once. Added later than the table.
ALTER TABLE habeas.habeas_retention ADD COLUMN IF NOT EXISTS treated boolean NOT NULL DEFAULT false;
-- The column from which the period counts and what it held: a row that holds something else at expiry is another
-- one under the same key. NULL where that column itself is changed meanwhile. Added later than the table.
ALTER TABLE habeas.habeas_retention ADD COLUMN IF NOT EXISTS counted_from text;
ALTER TABLE habeas.habeas_retention ADD COLUMN IF NOT EXISTS counted text;
CREATE INDEX IF NOT EXISTS habeas_retention_record ON habeas.habeas_retention (collection, primary_key);
CREATE INDEX IF NOT EXISTS habeas_retention_expiry ON habeas.habeas_retention (expiry);

-- What a person wants to stand beside their records (Art. 16).
CREATE TABLE IF NOT EXISTS habeas.habeas_statement (
  request_id uuid        NOT NULL PRIMARY KEY,
  statement  text        NOT NULL,
  made_at    timestamptz NOT NULL
);

-- Which records a request has corrected, and beside which its statement stands.
CREATE TABLE IF NOT EXISTS habeas.habeas_rectification (
  request_id   uuid        NOT NULL,
  collection   text        NOT NULL,
  primary_key  text[]      NOT NULL,
  corrected    boolean     NOT NULL,
  supplemented boolean     NOT NULL,
  rectified_at timestamptz NOT NULL,
  PRIMARY KEY (request_id, collection, primary_key)
);
CREATE INDEX IF NOT EXISTS habeas_rectification_record ON habeas.habeas_rectification (collection, primary_key);
