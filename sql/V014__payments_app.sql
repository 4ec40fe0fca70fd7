-- Which store answers for a shop whose platform hands over payments as sessions: they name only the shop.
CREATE TABLE IF NOT EXISTS session_shop (
  merchant_id   VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id      VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  domain        VARCHAR(100)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,       -- lower case
  test          BOOLEAN       NOT NULL,                                             -- for sessions that must move no money
  connected_at  DATETIME(3)   NOT NULL,
  PRIMARY KEY (merchant_id, store_id),
  UNIQUE KEY session_shop_by_domain (domain, test)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a shop's platform has handed over and waits to be answered: payments, refunds, captures, voids.
CREATE TABLE IF NOT EXISTS shop_session (
  merchant_id  VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  store_id     VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  kind         VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,        -- PAYMENT, REFUND, CAPTURE, VOID
  id           VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,        -- the platform's own
  reference    VARCHAR(100)  NOT NULL,                                              -- the order it is about
  revision     BIGINT        NULL,                                                  -- of a payment: the order's revision
  payment_id   VARCHAR(30)   CHARACTER SET ascii COLLATE ascii_bin NULL,
  amount       BIGINT        NULL,                                                  -- NULL: all of it
  currency     CHAR(3)       CHARACTER SET ascii COLLATE ascii_bin NULL,
  authorizes   BOOLEAN       NOT NULL,                                              -- reserved first, captured when asked
  status       VARCHAR(16)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,        -- RECEIVED, PENDING, RESOLVING, REJECTING, RESOLVED, REJECTED
  reason       VARCHAR(64)   CHARACTER SET ascii COLLATE ascii_bin NULL,            -- why it is rejected
  request_id   VARCHAR(100)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,        -- the platform's name of the request
  cancel_url   VARCHAR(2000) NULL,
  next_url     VARCHAR(2000) NULL,                                                  -- where the buyer goes on
  received_at  DATETIME(3)   NOT NULL,
  answered_at  DATETIME(3)   NULL,
  PRIMARY KEY (merchant_id, store_id, kind, id),
  UNIQUE KEY shop_session_once (merchant_id, store_id, reference, revision)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
