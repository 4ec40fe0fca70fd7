-- What a merchant handed in at the provider about a dispute, or is handing in: the words as they were confirmed, so that
-- every try says the same. One row a dispute; a refused one is replaced when it is tried anew.
CREATE TABLE IF NOT EXISTS dispute_evidence (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  dispute_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- the key at the provider, and our mark there
  order_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  status       VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- SENDING, SENT, REFUSED
  statement    TEXT         NOT NULL,                                                -- the merchant's own words
  products     TEXT         NOT NULL,                                                -- what was ordered, a line each
  record       MEDIUMTEXT   NOT NULL,                                                -- what the gateway knows of the payment
  refunds      TEXT         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- the provider's ids, a line each
  asked        INT          NOT NULL,                                                -- how often the provider was called
  left_at      DATETIME(3)  NULL,                                                    -- when it was sent last; NULL: surely not yet
  due_at       DATETIME(3)  NULL,
  why          VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NULL,              -- why it was refused
  detail       VARCHAR(255) NULL,                                                    -- the provider's own word for that
  created_at   DATETIME(3)  NOT NULL,
  settled_at   DATETIME(3)  NULL,
  PRIMARY KEY (merchant_id, dispute_id),
  KEY dispute_evidence_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a document shows: providers file them by that. MySQL knows no ADD COLUMN IF NOT EXISTS.
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
    AND table_name = 'dispute_file' AND column_name = 'topic') = 0,
  'ALTER TABLE dispute_file ADD COLUMN topic VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT ''OTHER''', 'DO 0');
PREPARE add_column FROM @wanted;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;
