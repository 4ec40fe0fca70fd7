-- What a store wants done with money that comes late or in another amount; no row means: as always.
CREATE TABLE IF NOT EXISTS payment_policy (
  merchant_id      VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id         VARCHAR(30) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  method           VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- '*' for all methods without a row
  when_late        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- ACCEPT, REFUND
  when_under       VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- HOLD, TOP_UP, REFUND
  when_over        VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- HOLD, KEEP, REFUND
  tolerance_minor  BIGINT      NOT NULL,
  tolerance_points INT         NOT NULL,                                             -- hundredths of a percent
  updated_at       DATETIME(3) NOT NULL,
  PRIMARY KEY (merchant_id, store_id, method)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What the gateway itself adds to a dispute that a provider reports: a name of its own, the alert, the merchant's words.
CREATE TABLE IF NOT EXISTS dispute_case (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ref          VARCHAR(255) NOT NULL,                                                -- with the account: the dispute's key
  order_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  due_at       DATETIME(3)  NULL,                                                    -- when its deadline is near
  alerted_for  DATETIME(3)  NULL,                                                    -- the deadline that was told already
  note         TEXT         NULL,                                                    -- the merchant's own words
  noted_at     DATETIME(3)  NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY dispute_case_by_ref (merchant_id, account_id, ref),
  KEY dispute_case_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Disputes that were reported before there were cases.
INSERT IGNORE INTO dispute_case (merchant_id, id, account_id, ref, order_id, due_at)
SELECT merchant_id, CONCAT('dis_0', LEFT(SHA1(CONCAT(account_id, ' ', ref)), 25)), account_id, ref, order_id, updated_at
FROM dispute;

-- Documents that a merchant adds to the evidence: a few small ones for each dispute.
CREATE TABLE IF NOT EXISTS dispute_file (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  dispute_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number       INT          NOT NULL,
  name         VARCHAR(120) NOT NULL,
  media_type   VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content      MEDIUMBLOB   NOT NULL,
  created_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, dispute_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
