-- How a store is connected to its shop; the kind of shop stands with the store.
CREATE TABLE IF NOT EXISTS shop_connection (
  merchant_id    VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id       VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  platform       VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  settings       TEXT          CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- sealed
  status         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- ACTIVE, DISCONNECTED
  problems       VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- message keys, one a line
  polled_until   DATETIME(3)   NULL,                                                 -- changes before are known
  tended_at      DATETIME(3)   NULL,
  due_at         DATETIME(3)   NULL,
  connected_at   DATETIME(3)   NOT NULL,
  updated_at     DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, store_id),
  UNIQUE KEY shop_connection_by_store (store_id),                                    -- messages name only the store
  KEY shop_connection_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Small secrets of a connection that change by themselves, such as access tokens.
CREATE TABLE IF NOT EXISTS shop_drawer (
  merchant_id    VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id       VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name           VARCHAR(64)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  content        TEXT         CHARACTER SET ascii COLLATE ascii_bin NULL,            -- sealed; NULL: only claimed so far
  expires_at     DATETIME(3)  NULL,
  claimed_until  DATETIME(3)  NULL,
  PRIMARY KEY (merchant_id, store_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What shops sent us: stored, acknowledged, then applied.
CREATE TABLE IF NOT EXISTS shop_message (
  merchant_id  VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     VARCHAR(30)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  dedupe_key   VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request      MEDIUMTEXT   CHARACTER SET ascii COLLATE ascii_bin NULL,              -- sealed; NULL: erased, or our own
  reference    VARCHAR(100) NULL,                                                    -- the first order it is about
  told         TEXT         NOT NULL,                                                -- JSON: what it says happened
  status       VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,          -- RECEIVED, APPLIED, FAILED
  detail       VARCHAR(255) NULL,
  due_at       DATETIME(3)  NULL,
  tries        INT          NOT NULL,
  received_at  DATETIME(3)  NOT NULL,
  PRIMARY KEY (merchant_id, id),
  UNIQUE KEY shop_message_once (merchant_id, store_id, dedupe_key),
  KEY shop_message_by_order (merchant_id, store_id, reference),
  KEY shop_message_due (due_at),
  KEY shop_message_by_age (received_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Orders that are read back from their shop until it says what we say; one row an order.
CREATE TABLE IF NOT EXISTS shop_guard (
  merchant_id    VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id       VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id       VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reference      VARCHAR(100)  NOT NULL,
  version        BIGINT        NOT NULL,                                             -- raised by everything new
  status         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- WATCHED, LATE, REFUSED, GIVEN_UP, AGREED
  reason         VARCHAR(100)  CHARACTER SET ascii COLLATE ascii_bin NULL,           -- a message key
  details        VARCHAR(1000) NULL,                                                 -- JSON: the message's parameters
  tries          INT           NOT NULL,                                             -- since it last agreed
  told_again     BOOLEAN       NOT NULL,                                             -- since it last agreed
  since          DATETIME(3)   NOT NULL,                                             -- what made it be watched
  agreed_at      DATETIME(3)   NULL,                                                 -- first agreement since then
  looked_at      DATETIME(3)   NULL,
  due_at         DATETIME(3)   NULL,
  PRIMARY KEY (merchant_id, order_id),
  KEY shop_guard_by_status (merchant_id, store_id, status, order_id),
  KEY shop_guard_due (due_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What the merchant should know: what was repaired in the shop, and what only a person can settle.
CREATE TABLE IF NOT EXISTS shop_note (
  merchant_id  VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id           VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  order_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  reference    VARCHAR(100)  NULL,
  kind         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- REPAIRED, ATTENTION
  what         VARCHAR(100)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,         -- a message key
  details      VARCHAR(1000) NULL,                                                   -- JSON: the message's parameters
  created_at   DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, id),
  KEY shop_note_by_store (merchant_id, store_id, id),
  KEY shop_note_by_age (created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
