import GRDB
import TrackingLog

// Version 5: messages are known by app and tracking code, every event belongs to a night, and what is stored has
// fingerprints.

extension StoreSchema {
    /// Brings the tables of version 4 to version 5.
    static func keyByApp(_ database: Database) throws {
        try database.execute(sql: sections)
        try database.execute(sql: rekeying)
        try fingerprint(database)
    }

    private static let sections = """
        -- One row: which store this is, and how far recording has come.
        -- `mark` is a fixed word and a random number in hexadecimal, `writes` counts the transactions that changed
        -- something, as 20 digits. Both lie next to each other in the file's bytes, where they can be found without SQLite:
        -- the write-ahead log of another store, or of another copy of this one, is known by them before it is played into
        -- the file.
        -- `last_seq` is the number of the last event recorded. `first_recorded` and `last_recorded` are the earliest and the
        -- latest time that a clock showed when events were recorded, `first_night` is the first night there can be.
        -- `recovering` is the last night of an archive whose events are being taken back, NULL while none are.
        CREATE TABLE store (
            id INTEGER PRIMARY KEY CHECK (id = 1), mark TEXT NOT NULL, writes TEXT NOT NULL,
            last_seq INTEGER NOT NULL, first_recorded INTEGER, last_recorded INTEGER, first_night INTEGER,
            recovering INTEGER
        ) STRICT;
        INSERT INTO store
            SELECT 1, 'pushtrail store ' || lower(hex(randomblob(16))), printf('%020d', 1),
                ifnull(max(last_seq), 0), min(recorded), max(recorded), min(recorded) / 86400 - 14, NULL
            FROM recording;

        -- Of each UTC day on which events happened and night that they belong to: how many there are, and the sum of their
        -- fingerprints (it wraps around).
        CREATE TABLE event_sum (
            day INTEGER NOT NULL, night INTEGER NOT NULL, events INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
            PRIMARY KEY (day, night)
        ) STRICT, WITHOUT ROWID;
        """

    /// An expression for the UTC day of a time in seconds, before 1970 too.
    static func day(_ time: String) -> String {
        "((\(time) - ((\(time) % 86400) + 86400) % 86400) / 86400)"
    }

    private static let rekeying = """
        -- The nights, in order; `first` numbers their events over all nights.
        CREATE TABLE night (
            day INTEGER PRIMARY KEY, first INTEGER NOT NULL, events INTEGER NOT NULL, last_seq INTEGER NOT NULL
        ) STRICT;
        INSERT INTO night
            SELECT day, lag(last_seq, 1, 0) OVER (ORDER BY day) + 1,
                last_seq - lag(last_seq, 1, 0) OVER (ORDER BY day), last_seq
            FROM sealed ORDER BY day;
        CREATE INDEX night_of_seq ON night (last_seq, day);
        CREATE INDEX recording_of_seq ON recording (last_seq);

        -- A message of several apps becomes a message of each. One of them keeps the number.
        CREATE TABLE split AS
            SELECT DISTINCT event.message AS old, ifnull(event.app, delivery.app) AS app, event.message AS new
            FROM event JOIN delivery USING (message, device);
        CREATE UNIQUE INDEX split_key ON split (old, app);
        UPDATE split SET new = NULL
            WHERE app <> (SELECT kept.app FROM split AS kept JOIN message ON message.id = kept.old
                WHERE kept.old = split.old ORDER BY kept.app <> message.app, kept.app LIMIT 1);
        UPDATE split SET new = numbered.new FROM (
            SELECT old, app, (SELECT max(id) FROM message) + row_number() OVER (ORDER BY old, app) AS new
            FROM split WHERE new IS NULL) AS numbered
            WHERE split.old = numbered.old AND split.app = numbered.app AND split.new IS NULL;
        INSERT INTO message_digest
            SELECT digest, new FROM split JOIN message_digest ON id = old WHERE new <> old;
        INSERT INTO latest_message_digest
            SELECT digest, new FROM split JOIN latest_message_digest ON id = old WHERE new <> old;

        -- A tracking code stands for a message of each app. `created` is the time of the earliest `created` event, NULL
        -- without one; `first` that of the earliest event. `target` is the first known one, for events that leave theirs
        -- out; 0 while none is known. `named` is not 0 once a sender that is bound to no app has named this app for the
        -- code; the smallest of a code's is that of the app that was named first. `fingerprint` is that of all this.
        CREATE TABLE message_by_app (
            id INTEGER PRIMARY KEY, code TEXT NOT NULL, app INTEGER NOT NULL, created INTEGER, first INTEGER NOT NULL,
            target INTEGER NOT NULL, named INTEGER NOT NULL, fingerprint INTEGER NOT NULL
        ) STRICT;
        -- Who named the app was not kept: where no token is bound to an app it was somebody who is not. Nor was kept in whose
        -- row the target stood: a message of several apps loses it.
        INSERT INTO message_by_app
            SELECT ifnull(new, id), code, ifnull(split.app, message.app), created, first,
                iif((SELECT count(*) FROM split AS app WHERE app.old = message.id) > 1, 0, target),
                iif(ifnull(split.app, message.app) = 0 OR EXISTS (SELECT 1 FROM token WHERE apps IS NOT NULL), 0,
                    ifnull(new, id)), 0
            FROM message LEFT JOIN split ON split.old = message.id
            ORDER BY 1;

        -- `fingerprint` is that of what the rows of the delivery usually say.
        CREATE TABLE delivery_by_app (
            message INTEGER NOT NULL, device INTEGER NOT NULL,
            target INTEGER NOT NULL, payload INTEGER NOT NULL, fingerprint INTEGER NOT NULL,
            PRIMARY KEY (message, device)
        ) STRICT, WITHOUT ROWID;
        INSERT OR IGNORE INTO delivery_by_app
            SELECT split.new, device, delivery.target, delivery.payload, 0
            FROM event JOIN delivery USING (message, device)
                JOIN split ON split.old = event.message AND split.app = ifnull(event.app, delivery.app);

        -- `night` is there only where it is not the UTC day of the event's time.
        CREATE TABLE event_by_app (
            time INTEGER NOT NULL, message INTEGER NOT NULL, device INTEGER NOT NULL, outcome INTEGER NOT NULL,
            seq INTEGER NOT NULL, spelling INTEGER, target INTEGER, payload INTEGER, night INTEGER,
            PRIMARY KEY (time, message, device, outcome)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO event_by_app
            SELECT time, split.new, device, outcome, seq, spelling, event.target, event.payload,
                nullif(
                    ifnull(
                        (SELECT day FROM night WHERE last_seq >= seq ORDER BY last_seq, day LIMIT 1),
                        max(
                            ifnull((SELECT max(day) + 1 FROM night), (SELECT first_night FROM store)),
                            min(\(day("time")),
                                (SELECT recorded / 86400 FROM recording WHERE last_seq >= seq
                                    ORDER BY last_seq LIMIT 1)))),
                    \(day("time")))
            FROM event JOIN delivery USING (message, device)
                JOIN split ON split.old = event.message AND split.app = ifnull(event.app, delivery.app);

        DROP TABLE event; DROP TABLE delivery; DROP TABLE message; DROP TABLE split; DROP TABLE sealed; DROP TABLE recording;
        DROP INDEX night_of_seq;
        ALTER TABLE event_by_app RENAME TO event;
        ALTER TABLE delivery_by_app RENAME TO delivery;
        ALTER TABLE message_by_app RENAME TO message;
        CREATE TABLE sealed (day INTEGER PRIMARY KEY, first INTEGER NOT NULL, events INTEGER NOT NULL) STRICT;
        INSERT INTO sealed SELECT day, first, events FROM night ORDER BY day;
        DROP TABLE night;
        CREATE INDEX event_of_night ON event (night) WHERE night IS NOT NULL;
        """

    /// The number of rows read before they are changed: a statement must not read what another one writes meanwhile.
    private static let batch = 1 << 14

    /// Gives messages, deliveries and events their fingerprints.
    private static func fingerprint(_ database: Database) throws {
        try fingerprintMessages(database)
        let texts = try DeliveryTexts(database, isChecking: false)
        let change = try PreparedStatement(
            database, "UPDATE delivery SET fingerprint = ?3 WHERE message = ?1 AND device = ?2")
        var cursor = try EventCursor(database, .everything)
        var events: [StoredEvent] = []
        var sums = EventSums()
        while try cursor.next(batch, into: &events) {
            events.sort(by: StoredEvent.isBefore)
            var deliveries: [(message: Int64, device: Int64, fingerprint: UInt64)] = []
            try texts.visit(events) { range, _, text in
                let first = events[range.lowerBound]
                deliveries.append((first.message, first.device, text.fingerprint))
                for event in events[range] { try texts.add(event, of: text, to: &sums) }
            }
            for delivery in deliveries {
                change.bind(delivery.message, at: 1)
                change.bind(delivery.device, at: 2)
                change.bind(Int64(bitPattern: delivery.fingerprint), at: 3)
                try change.run()
            }
        }
        try sums.store(in: database)
    }

    private static func fingerprintMessages(_ database: Database) throws {
        let fingerprint = try Fingerprint(database)
        let messages = try PreparedQuery<MessageTable.Columns>(
            database, from: "message WHERE id > ?1 ORDER BY id LIMIT \(batch)")
        let change = try PreparedStatement(database, "UPDATE message SET fingerprint = ?2 WHERE id = ?1")
        var last = Int64.min
        while true {
            var fingerprints: [(message: Int64, fingerprint: Int64)] = []
            messages.bind(last, at: 1)
            while let row = try messages.next() {
                let known = KnownMessage(row, number: row.integer(.id))
                fingerprints.append((known.number, fingerprint.message(code: fingerprint.of(row.text(.code)), known)))
            }
            messages.reset()
            guard let end = fingerprints.last else { return }
            last = end.message
            for message in fingerprints {
                change.bind(message.message, at: 1)
                change.bind(message.fingerprint, at: 2)
                try change.run()
            }
        }
    }
}
