-- What each task came to; written in the transaction of its effect. Holds no personal data.
CREATE TABLE habeas_outcome (
  request_id  UUID        NOT NULL,
  step        INTEGER     NOT NULL,
  action      VARCHAR(16) NOT NULL,
  result      VARCHAR(1000000) NOT NULL,
  recorded_at TIMESTAMP WITH TIME ZONE NOT NULL,
  PRIMARY KEY (request_id, step)
);

-- The highest step of each request that has an outcome.
CREATE TABLE habeas_step (
  request_id   UUID    NOT NULL PRIMARY KEY,
  highest_step INTEGER NOT NULL
);

-- Whose outcomes these are: one participant's, and no other's.
CREATE TABLE habeas_owner (
  id          INTEGER     NOT NULL PRIMARY KEY,
  participant VARCHAR(63) NOT NULL
);
