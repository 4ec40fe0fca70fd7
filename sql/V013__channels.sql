-- A channel through which buyers talk to a store: a bot at Telegram, an account at WeChat and the like.
CREATE TABLE IF NOT EXISTS chat_channel (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind         VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  settings     TEXT         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- sealed
  pulled       VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,              -- messages up to this mark are kept
  due_at       DATETIME(3)  NULL,                                                    -- when messages are pulled next
  created_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY chat_channel_by_id (id),                                                -- messages name only the channel
  KEY chat_channel_by_store (merchant_id, store_id),
  KEY chat_channel_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What channels sent us: stored, acknowledged, then heard, each conversation's in order.
CREATE TABLE IF NOT EXISTS chat_arrival (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id            VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  dedupe_key    VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- the channel's name of the message
  conversation  VARCHAR(150) NOT NULL,                                               -- the channel's name of it
  content       MEDIUMTEXT   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- sealed JSON
  status        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- RECEIVED, APPLIED, FAILED
  detail        VARCHAR(255) NULL,
  due_at        DATETIME(3)  NULL,
  tries         INT          NOT NULL,
  received_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY chat_arrival_once (merchant_id, channel_id, dedupe_key),
  KEY chat_arrival_in_order (merchant_id, channel_id, conversation, status, id),
  KEY chat_arrival_due (due_at),
  KEY chat_arrival_by_age (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How far a conversation was told to its channel; one row a conversation that is told by sending.
CREATE TABLE IF NOT EXISTS chat_delivery (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation  VARCHAR(150) NOT NULL,
  sent_sequence BIGINT       NOT NULL,                                               -- everything up to here was sent or skipped
  heard_at      DATETIME(3)  NULL,                                                   -- when the buyer last wrote: opens the window
  sent_since    INT          NOT NULL,                                               -- messages sent since then
  problem       VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,             -- a message key: why it waits
  tries         INT          NOT NULL,
  due_at        DATETIME(3)  NULL,
  PRIMARY KEY (merchant_id, session_id),
  KEY chat_delivery_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Pay cards as the channel has them: which of its messages to edit, and what it says.
CREATE TABLE IF NOT EXISTS chat_posted (
  merchant_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  payment_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ref           VARCHAR(190) NOT NULL,                                               -- the channel's name of the message
  version       BIGINT       NOT NULL,                                               -- of the card; never falls
  status        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (merchant_id, session_id, payment_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Short codes that stand for a grant where a token is too long: in a link to a bot, or typed by the buyer.
CREATE TABLE IF NOT EXISTS chat_code (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  code         VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- a hash; the code is not kept
  store_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  grant_token  TEXT         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- sealed
  expires_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, code),
  KEY chat_code_by_age (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Whether a company pays: some methods fit it better. MySQL knows no ADD COLUMN IF NOT EXISTS.
SET @wanted = IF((SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = DATABASE()
    AND table_name = 'chat_order' AND column_name = 'business') = 0,
  'ALTER TABLE chat_order ADD COLUMN business BOOLEAN NOT NULL DEFAULT FALSE', 'DO 0');
PREPARE add_column FROM @wanted;
EXECUTE add_column;
DEALLOCATE PREPARE add_column;
