-- Conversations in which orders are paid. What people write is sealed: it may hold personal data.
CREATE TABLE IF NOT EXISTS chat_session (
  merchant_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id             VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id       VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel        VARCHAR(32)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  conversation   VARCHAR(190) NOT NULL,                                              -- the channel's own name of it
  locale         VARCHAR(35)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  mode           VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,        -- ASSISTANT, PERSON
  talk           TEXT         NOT NULL,                                              -- where the assistant is, JSON
  version        BIGINT       NOT NULL,
  last_sequence  BIGINT       NOT NULL,
  created_at     DATETIME(3)  NOT NULL,
  updated_at     DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY chat_session_by_conversation (merchant_id, conversation, channel, store_id),
  KEY chat_session_recent (merchant_id, updated_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Everything that was said, pay cards and their edits included, in order.
CREATE TABLE IF NOT EXISTS chat_message (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sequence     BIGINT       NOT NULL,
  author       VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- BUYER, ASSISTANT, PERSON
  kind         VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- TEXT, CARD
  content      MEDIUMTEXT   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- sealed JSON
  heard_key    VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NULL,              -- the sender's name of it
  created_at   DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, session_id, sequence),
  UNIQUE KEY chat_message_once (merchant_id, session_id, heard_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a conversation may pay, up to how much, and how its pay card stands.
CREATE TABLE IF NOT EXISTS chat_order (
  merchant_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id             VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference      VARCHAR(100) NOT NULL,
  revision       BIGINT       NOT NULL,
  ceiling        BIGINT       NOT NULL,
  currency       CHAR(3)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  quoted         BOOLEAN      NOT NULL,                                              -- the ceiling is the price
  description    VARCHAR(255) NOT NULL,
  expires_at     DATETIME(3)  NOT NULL,
  order_id       VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  payment_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NULL,
  agreed_amount  BIGINT       NULL,                                                  -- what the buyer said yes to
  agreed_policy  VARCHAR(64)  NULL,                                                  -- and under which privacy policy
  agreed_at      DATETIME(3)  NULL,
  shown_version  BIGINT       NOT NULL,                                              -- of the card; never falls
  shown_state    VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,        -- what it said; empty before the first
  due_at         DATETIME(3)  NULL,                                                  -- when the card is looked at again
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY chat_order_once (merchant_id, session_id, reference),
  KEY chat_order_by_order (merchant_id, order_id),
  KEY chat_order_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a conversation leaves for the merchant: feedback, proposals to refund, wishes to talk to a person.
CREATE TABLE IF NOT EXISTS chat_note (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  session_id   VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind         VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- FEEDBACK, REFUND, PERSON
  reference    VARCHAR(100) NULL,
  score        INT          NULL,
  words        TEXT         CHARACTER SET ascii COLLATE ascii_bin NULL,              -- sealed
  created_at   DATETIME(3)  NOT NULL,
  done_at      DATETIME(3)  NULL,
  PRIMARY KEY (merchant_id, id),
  KEY chat_note_by_session (merchant_id, session_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How a store wants to be talked to; without a row its pages cannot open conversations.
CREATE TABLE IF NOT EXISTS chat_store (
  merchant_id  VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  widget       BOOLEAN       NOT NULL,
  policy       VARCHAR(64)   NOT NULL,                                               -- the privacy policy's version
  policy_url   VARCHAR(2000) NULL,
  updated_at   DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, store_id),
  UNIQUE KEY chat_store_by_id (store_id)                                             -- a page names only its store
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
