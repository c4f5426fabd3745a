-- The log. Clustered by stream, so that reading one is reading neighbours.
CREATE TABLE event (
  stream TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  root   TEXT    NOT NULL,
  pos    INTEGER NOT NULL,
  at     INTEGER NOT NULL, -- nanoseconds since 1970
  schema INTEGER NOT NULL,
  type   TEXT    NOT NULL,
  body   TEXT    NOT NULL,
  PRIMARY KEY (stream, seq)
) WITHOUT ROWID;

CREATE UNIQUE INDEX event_tree ON event (root, pos);

CREATE TABLE ledger (
  name    TEXT    NOT NULL PRIMARY KEY,
  root    TEXT    NOT NULL,
  balance INTEGER NOT NULL -- billionths of a dollar
) WITHOUT ROWID;

CREATE INDEX ledger_tree ON ledger (root);

-- The index of runs, sessions and questions.
CREATE TABLE entry (
  kind    TEXT    NOT NULL,
  id      TEXT    NOT NULL,
  root    TEXT    NOT NULL,
  tenant  TEXT    NOT NULL,
  owner   TEXT    NOT NULL,
  status  TEXT    NOT NULL,
  session TEXT    NOT NULL,
  subject TEXT    NOT NULL,
  created INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  text    TEXT    NOT NULL,
  folded  TEXT    NOT NULL, -- the text without its case, which searches look through
  body    TEXT    NOT NULL,
  PRIMARY KEY (kind, id)
);

-- Listings walk these backwards; the status at the end lets counts stay inside the index.
CREATE INDEX entry_newest ON entry (kind, created, id, status);
CREATE INDEX entry_tenant ON entry (kind, tenant, created, id, status);
CREATE INDEX entry_owner ON entry (kind, owner, created, id, status);
CREATE INDEX entry_session ON entry (kind, session, created, id, status);
CREATE INDEX entry_tree ON entry (root);

CREATE TABLE record (
  space   TEXT NOT NULL,
  name    TEXT NOT NULL,
  value   BLOB NOT NULL,
  expires INTEGER,
  PRIMARY KEY (space, name)
) WITHOUT ROWID;

CREATE INDEX record_expiry ON record (expires) WHERE expires IS NOT NULL;

-- One row, written when somebody asks whether the store can write.
CREATE TABLE probe (
  id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  tries INTEGER NOT NULL
);
