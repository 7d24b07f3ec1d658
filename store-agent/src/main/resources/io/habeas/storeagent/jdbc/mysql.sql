-- What the store agent keeps beside the records it works on, in MySQL and MariaDB. Applied by the agent, or beforehand by
-- whoever administers the server where the agent may not create databases. Keys of records are in here, identifiers are not.
--
-- The account that erases needs SELECT, INSERT, UPDATE, DELETE and CREATE TEMPORARY TABLES on habeas.*, and SELECT, UPDATE and
-- DELETE on the mapped tables (INSERT too where people are made up); the one that only reads needs SELECT on both:
--   GRANT SELECT, INSERT, UPDATE, DELETE, CREATE TEMPORARY TABLES ON habeas.* TO 'eraser'@'%';
--   GRANT SELECT ON habeas.* TO 'looker'@'%';
CREATE DATABASE IF NOT EXISTS habeas CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Whose notes these are: a dataset's in one database, and no other's on this server.
CREATE TABLE IF NOT EXISTS habeas.habeas_owner (
  id      integer      NOT NULL PRIMARY KEY,
  dataset varchar(700) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What each task came to; written in the transaction of its effect.
CREATE TABLE IF NOT EXISTS habeas.habeas_outcome (
  request_id  char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  step        integer     NOT NULL,
  action      varchar(16) NOT NULL,
  result      mediumtext  NOT NULL,
  recorded_at datetime(6) NOT NULL,
  PRIMARY KEY (request_id, step)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

CREATE TABLE IF NOT EXISTS habeas.habeas_step (
  request_id   char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  highest_step integer NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Which records are hidden (Art. 18) and what their status was. Applications whose tables have no status column
-- look their records up here. A key is a JSON array of texts: ["17"].
CREATE TABLE IF NOT EXISTS habeas.habeas_restriction (
  request_id    char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  collection    varchar(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  primary_key   varchar(700) NOT NULL,
  previous      text,
  restricted_at datetime(6)  NOT NULL,
  PRIMARY KEY (request_id, collection, primary_key),
  KEY habeas_restriction_record (collection, primary_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Which records are kept under a duty (Art. 17(3)), and until when; by these rows they are found again at expiry.
-- That is the beginning of a day where the controller is if the duty counts whole days, else a time in UTC.
CREATE TABLE IF NOT EXISTS habeas.habeas_retention (
  request_id   char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  collection   varchar(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  primary_key  varchar(700) NOT NULL,
  rule         varchar(96)  NOT NULL,
  ground       varchar(32)  NOT NULL,
  statute      varchar(96)  NOT NULL,
  jurisdiction varchar(96)  NOT NULL,
  expiry       datetime(6)  NOT NULL,
  whole_days   boolean      NOT NULL,
  -- Whether its columns have become what their strategies say, which happens once.
  treated      boolean      NOT NULL DEFAULT false,
  -- The column from which the period counts and what it held: a row that holds something else at expiry is another
  -- one under the same key. NULL where that column itself is changed meanwhile.
  counted_from varchar(96),
  counted      varchar(64),
  retained_at  datetime(6)  NOT NULL,
  PRIMARY KEY (request_id, collection, primary_key),
  KEY habeas_retention_record (collection, primary_key),
  KEY habeas_retention_expiry (expiry)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- What a person wants to stand beside their records (Art. 16).
CREATE TABLE IF NOT EXISTS habeas.habeas_statement (
  request_id char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  statement  mediumtext  NOT NULL,
  made_at    datetime(6) NOT NULL
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Which records a request has corrected, and beside which its statement stands.
CREATE TABLE IF NOT EXISTS habeas.habeas_rectification (
  request_id   char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  collection   varchar(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  primary_key  varchar(700) NOT NULL,
  corrected    boolean      NOT NULL,
  supplemented boolean      NOT NULL,
  rectified_at datetime(6)  NOT NULL,
  PRIMARY KEY (request_id, collection, primary_key),
  KEY habeas_rectification_record (collection, primary_key)
) ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin
