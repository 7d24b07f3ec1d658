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
