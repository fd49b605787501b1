import GRDB

/// The store's tables, version by version.
///
/// Texts are stored once, in tables of their own, and referred to by number; number 0 is the empty text. Numbers are
/// assigned in the order of recording, so that what is recorded together lies together.
enum StoreSchema {
    /// Marks the file as ours (SQLite's `application_id`): "PTRL".
    static let applicationID: Int32 = 0x5054_524C

    /// A step from one version to the next.
    private typealias Step = @Sendable (Database) throws -> Void

    /// The steps from an empty file to the present schema. A step that was released is never changed.
    private static let steps: [Step] = [
        sql(version1), sql(version2), sql(version3), sql(version4), { try keyByApp($0) },
        sql(jobTurns),
    ]

    private static func sql(_ statements: String) -> Step {
        { database in try database.execute(sql: statements) }
    }

    /// The present version (SQLite's `user_version`).
    static var version: Int { steps.count }

    /// Migrates a store of an older version, or an empty file. To be called in a transaction.
    ///
    /// - Parameter target: the version to stop at; only tests stop before the present one.
    static func migrate(_ database: Database, from version: Int, to target: Int = Self.version) throws {
        for step in steps[version..<target] { try step(database) }
        try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(target)")
    }

    private static let version2 = """
        -- Who may use the service. Of a token's secret only the SHA-256 is kept. `scopes` are words with spaces between;
        -- `apps` is a JSON array of the app codes that the token is bound to, NULL for every app. `used` is about when
        -- it was last used: it is not written at every use.
        CREATE TABLE token (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, digest BLOB NOT NULL UNIQUE,
            scopes TEXT NOT NULL, apps TEXT,
            created INTEGER NOT NULL, expires INTEGER, used INTEGER, revoked INTEGER
        ) STRICT;

        -- A job holds a JSON array of the apps asked for, NULL for every one, and the token that asked. `failures` counts
        -- the attempts that ended with an error; the others ended with their process.
        ALTER TABLE job RENAME COLUMN app TO apps;
        UPDATE job SET apps = json_array(apps) WHERE apps IS NOT NULL;
        ALTER TABLE job ADD COLUMN owner INTEGER;
        ALTER TABLE job ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX job_of_owner ON job (owner);
        CREATE INDEX job_of_result ON job (worker);
        CREATE INDEX job_open_of_owner ON job (owner) WHERE state IN ('queued', 'running');

        -- Written now and then by those who want to know whether the store can be written.
        CREATE TABLE probe (id INTEGER PRIMARY KEY, at INTEGER NOT NULL) STRICT;
        """

    private static let version3 = """
        -- The ledger that nights are sealed in, as it was last known: no row before the first night.
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY CHECK (id = 1), origin TEXT NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL
        ) STRICT;
        """

    private static let version4 = """
        -- When the events of a recording happened, as far as that is known: where a sealed day's events are to be looked for.
        ALTER TABLE recording ADD COLUMN earliest INTEGER;
        ALTER TABLE recording ADD COLUMN latest INTEGER;

        -- How far the store is pruned. `stage` only grows: 3n while nothing is under way, then 1 more once it is announced,
        -- and another 1 while rows are removed. No event that happened before `before` is taken any more. `removals` counts
        -- the transactions that removed something.
        CREATE TABLE pruning (
            id INTEGER PRIMARY KEY CHECK (id = 1), stage INTEGER NOT NULL, before INTEGER, removals INTEGER NOT NULL
        ) STRICT;
        INSERT INTO pruning VALUES (1, 0, NULL, 0);
        -- What others came to need while rows are removed: deliveries (message and device), identifiers, payloads (and 0).
        CREATE TABLE touched (
            kind TEXT NOT NULL, id INTEGER NOT NULL, other INTEGER NOT NULL, PRIMARY KEY (kind, id, other)
        ) STRICT, WITHOUT ROWID;
        """

    private static let jobTurns = """
        -- When each owner's turn was last: the numbers only grow. Owner 0 is the command line.
        CREATE TABLE job_turn (owner INTEGER PRIMARY KEY, turn INTEGER NOT NULL) STRICT;
        """

    private static let version1 = """
        -- Texts are found by digests with a key of the store's own. Two may share one, so texts are compared. Digests are
        -- random: adding some to a large index would touch all of it. So the latest ones have an index of their own,
        -- which is small, and is now and then merged as a whole into the large one.
        CREATE TABLE digest_key (low INTEGER NOT NULL, high INTEGER NOT NULL) STRICT;
        INSERT INTO digest_key VALUES (random(), random());
        CREATE TABLE identifier_digest (
            digest INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (digest, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE payload_digest (
            digest INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (digest, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE message_digest (
            digest INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (digest, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE latest_identifier_digest (
            digest INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (digest, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE latest_payload_digest (
            digest INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (digest, id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE latest_message_digest (
            digest INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (digest, id)
        ) STRICT, WITHOUT ROWID;
        -- Up to which number the digests are in the large index.
        CREATE TABLE merged_digests (name TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO merged_digests VALUES ('identifier', 0), ('payload', 0), ('message', 0);

        -- Hardware ids and targets.
        CREATE TABLE identifier (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;

        CREATE TABLE app (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;

        -- A status word as it was written, and a description. `identity` is the row of the status's name, or of this word
        -- in lower case if the status is unknown. An event's identity has that number, so that the same event is one
        -- however its status is written.
        CREATE TABLE outcome (
            id INTEGER PRIMARY KEY, identity INTEGER NOT NULL, word TEXT NOT NULL, description TEXT NOT NULL,
            UNIQUE (word, description)
        ) STRICT;

        CREATE TABLE payload (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;

        -- `created` is the time of the earliest `created` event, NULL without one; `first` that of the earliest event.
        -- `target` and `app` are the first known ones, for events that leave theirs out; 0 while none is known.
        CREATE TABLE message (
            id INTEGER PRIMARY KEY, code TEXT NOT NULL, created INTEGER, first INTEGER NOT NULL,
            target INTEGER NOT NULL, app INTEGER NOT NULL
        ) STRICT;

        -- What the rows of a message to a device usually say: what the first of them said.
        CREATE TABLE delivery (
            message INTEGER NOT NULL, device INTEGER NOT NULL,
            target INTEGER NOT NULL, app INTEGER NOT NULL, payload INTEGER NOT NULL,
            PRIMARY KEY (message, device)
        ) STRICT, WITHOUT ROWID;

        -- The key is the event's identity. Beginning with the time it makes nearly all inserts appends, and is the
        -- order of a log. `seq` counts the events in the order of their recording, 1, 2, 3 … without a gap.
        -- `spelling` is the outcome as it was written, where that is not the name; `target`, `app` and `payload` are
        -- there only where they are not the delivery's usual ones.
        CREATE TABLE event (
            time INTEGER NOT NULL, message INTEGER NOT NULL, device INTEGER NOT NULL, outcome INTEGER NOT NULL,
            seq INTEGER NOT NULL, spelling INTEGER, target INTEGER, app INTEGER, payload INTEGER,
            PRIMARY KEY (time, message, device, outcome)
        ) STRICT, WITHOUT ROWID;

        -- Which events were recorded at a second: the ranges follow each other without a gap.
        CREATE TABLE recording (
            recorded INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL
        ) STRICT;

        -- Which events a day's archive closed with.
        CREATE TABLE sealed (day INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL) STRICT;

        -- Requests for logs. `available` is when a job may be taken: of a queued one the earliest time, of a running
        -- one the end of its worker's lease. `worker` names the attempt that holds the lease, and its result.
        CREATE TABLE job (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, requested INTEGER NOT NULL,
            as_of INTEGER NOT NULL, date INTEGER, app TEXT,
            state TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, available INTEGER NOT NULL, worker TEXT,
            reason TEXT, rows INTEGER, bytes INTEGER, finished INTEGER, expires INTEGER
        ) STRICT;
        CREATE INDEX job_open ON job (available) WHERE state IN ('queued', 'running');
        CREATE INDEX job_kept ON job (expires) WHERE state = 'done';

        INSERT INTO identifier VALUES (0, '');
        INSERT INTO app VALUES (0, '');
        INSERT INTO payload VALUES (0, '');
        """
}
