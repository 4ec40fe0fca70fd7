-- Settlement files of providers: what they say moved, compared with what we know.

-- One uploaded file and how far its import has come.
CREATE TABLE IF NOT EXISTS settlement_import (
  merchant_id    VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id             VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  provider       VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  file_name      VARCHAR(255)  NOT NULL,
  file_bytes     BIGINT        NOT NULL,
  format         VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,           -- once recognized
  status         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- UPLOADING, WAITING, RUNNING, DONE, FAILED
  problem        VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NULL,           -- why it failed
  rows_read      BIGINT        NOT NULL,                                             -- also where a restarted import goes on
  rows_matched   BIGINT        NOT NULL,
  rows_open      BIGINT        NOT NULL,                                             -- listed with a reason
  rows_repeated  BIGINT        NOT NULL,                                             -- were there already
  rows_bad       BIGINT        NOT NULL,
  first_booked   DATETIME(3)   NULL,                                                 -- the time its rows cover
  last_booked    DATETIME(3)   NULL,
  due_at         DATETIME(3)   NULL,
  created_at     DATETIME(3)   NOT NULL,
  updated_at     DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, id),
  KEY settlement_import_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The file itself, compressed and sealed, in pieces: any node can go on with an import; removed when it is over.
CREATE TABLE IF NOT EXISTS settlement_part (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  import_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number       INT          NOT NULL,
  content      MEDIUMTEXT   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (merchant_id, import_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a file says moved. The row's key is the provider's own identity of it: whatever file brings it, it counts once.
CREATE TABLE IF NOT EXISTS settlement_row (
  merchant_id        VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id         VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  row_key            VARCHAR(128) NOT NULL,
  import_id          VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line               BIGINT       NOT NULL,
  kind               VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  word               VARCHAR(64)  NOT NULL,                                          -- the provider's own
  moves              BOOLEAN      NOT NULL,                                          -- false: tells of a trade, moves no money
  provider           VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  gross              BIGINT       NOT NULL,
  fee                BIGINT       NOT NULL,
  net                BIGINT       NOT NULL,
  currency           CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  original           BIGINT       NULL,                                              -- what the payer saw, if another currency
  original_currency  CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NULL,
  rate               VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  payout_ref         VARCHAR(128) NULL,
  finding            VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id         VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  attempt_id         VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  operation_id       VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  booked_at          DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, account_id, row_key),
  KEY settlement_row_by_attempt (merchant_id, attempt_id),
  KEY settlement_row_by_payout (merchant_id, account_id, payout_ref)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Rows that somebody has to look at, and all that is needed to look again.
CREATE TABLE IF NOT EXISTS settlement_open (
  merchant_id         VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id          VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  row_key             VARCHAR(128)  NOT NULL,
  finding             VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  our_ref             VARCHAR(64)   NULL,
  provider_refs       VARCHAR(1000) NOT NULL,                                        -- one a line
  suspended           BIGINT        NOT NULL,                                        -- posted as an open item
  suspended_currency  CHAR(3)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  booked_at           DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, account_id, row_key),
  KEY settlement_open_by_age (merchant_id, booked_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Lines that could not be read, bounded per import.
CREATE TABLE IF NOT EXISTS settlement_bad (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  import_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line         BIGINT       NOT NULL,
  problem      VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  field        VARCHAR(64)  NOT NULL,
  PRIMARY KEY (merchant_id, import_id, line)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Payouts that files speak of; their sums are those of the rows.
CREATE TABLE IF NOT EXISTS settlement_payout (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payout_ref   VARCHAR(128) NOT NULL,
  currency     CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  booked_at    DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, account_id, payout_ref, currency),
  KEY settlement_payout_by_age (merchant_id, booked_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Files name charges by the provider's ids too. MySQL knows no ADD INDEX IF NOT EXISTS.
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
    AND table_name = 'attempt' AND index_name = 'attempt_by_ref') = 0,
  'ALTER TABLE attempt ADD INDEX attempt_by_ref (merchant_id, provider_ref(64))', 'DO 0');
PREPARE add_index FROM @wanted;
EXECUTE add_index;
DEALLOCATE PREPARE add_index;
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
    AND table_name = 'operation' AND index_name = 'operation_by_ref') = 0,
  'ALTER TABLE operation ADD INDEX operation_by_ref (merchant_id, provider_ref(64))', 'DO 0');
PREPARE add_index FROM @wanted;
EXECUTE add_index;
DEALLOCATE PREPARE add_index;
-- Operations of an attempt that a file names.
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = DATABASE()
    AND table_name = 'operation' AND index_name = 'operation_by_attempt') = 0,
  'ALTER TABLE operation ADD INDEX operation_by_attempt (merchant_id, attempt_id)', 'DO 0');
PREPARE add_index FROM @wanted;
EXECUTE add_index;
DEALLOCATE PREPARE add_index;
