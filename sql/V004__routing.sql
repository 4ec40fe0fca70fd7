-- Which payments an account may take for a store's method, what it costs and which share it gets; an account without a
-- row takes any. The limits and the fixed cost are minor units of the currency beside them.
CREATE TABLE IF NOT EXISTS route_rule (
  merchant_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id        VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method          VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id      VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  least           BIGINT        NULL,
  most            BIGINT        NULL,
  limit_currency  CHAR(3)       CHARACTER SET ascii COLLATE ascii_bin NULL,
  currencies      VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,      -- separated by spaces; empty for all
  countries       VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,      -- separated by spaces; empty for all
  cost_points     INT           NULL,                                                -- basis points; NULL: not known
  cost_fixed      BIGINT        NULL,
  cost_currency   CHAR(3)       CHARACTER SET ascii COLLATE ascii_bin NULL,
  share           INT           NOT NULL,
  PRIMARY KEY (merchant_id, store_id, method, account_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Why an attempt is made through its account: what was asked and what was decided, so that it can be worked out again.
-- Written with the attempt, and only when there was a choice.
CREATE TABLE IF NOT EXISTS route_decision (
  merchant_id  VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt_id   VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id   VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  question     MEDIUMTEXT  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,           -- JSON
  verdicts     TEXT        CHARACTER SET ascii COLLATE ascii_bin NOT NULL,           -- JSON
  created_at   DATETIME(3) NOT NULL,
  PRIMARY KEY (merchant_id, attempt_id),
  KEY route_decision_by_payment (merchant_id, payment_id),
  KEY route_decision_by_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
