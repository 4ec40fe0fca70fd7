-- What providers report of payers' objections; the newest report of each.
CREATE TABLE IF NOT EXISTS dispute (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ref          VARCHAR(255) NOT NULL,                                                -- the provider's own id
  order_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempt_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status       VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- NEEDS_RESPONSE, UNDER_REVIEW, WON, LOST
  amount       BIGINT       NOT NULL,
  currency     CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason       VARCHAR(255) NOT NULL,                                                -- the provider's own word
  respond_by   DATETIME(3)  NULL,
  created_at   DATETIME(3)  NOT NULL,
  updated_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, account_id, ref),
  KEY dispute_by_payment (merchant_id, payment_id),
  KEY dispute_by_deadline (merchant_id, status, respond_by)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
