import GRDB
import TrackingLog

/// What is known of a message.
///
/// `created` and `first` only ever get smaller, also at the hands of other processes: remembered ones are upper bounds
/// of the stored ones, and a time that is not below them changes nothing. `target` and `app` are set once; 0 means
/// that nobody knew them then.
struct KnownMessage: BitwiseCopyable {
    var number: Int64
    /// `Int64.max` while there is no `created` event.
    var created = Int64.max
    var first = Int64.max
    var target: Int64 = 0
    var app: Int64 = 0
}

/// The messages of one transaction after the other: see ``TextRegister`` for the steps.
struct MessageRegister {
    private struct Draft {
        var key: TextKey
        var code: TextReference
        var known: KnownMessage
        /// Whether the table has it.
        var isStored: Bool
        var isChanged = false
        /// Whether the table was asked for target and app in this transaction.
        var isFresh = false
    }

    private var codes: TextRegister
    private let recent: RecentTable<KnownMessage>
    private var drafts: [Draft] = []
    private var index = KeyIndex()
    /// Which drafts the waiting codes are of.
    private var draftOfCode: [Int] = []
    private let names: PreparedStatement
    private let change: PreparedStatement

    init(_ database: Database, digest: ContentDigest, bits: Int) throws {
        codes = try TextRegister(
            database, digest: digest, table: "message", columns: ["code", "created", "first", "target", "app"],
            bits: nil)
        recent = RecentTable(bits: bits)
        names = try PreparedStatement(database, "SELECT target, app FROM message WHERE id = ?1")
        change = try PreparedStatement(
            database,
            """
            UPDATE message
            SET created = coalesce(min(created, ?2), created, ?2), first = min(first, ?3),
                target = iif(target = 0, ?4, target), app = iif(app = 0, ?5, app)
            WHERE id = ?1
            """)
    }

    // MARK: The steps of a transaction

    mutating func begin() throws { try codes.begin() }

    /// The position, in this transaction, of the message with a tracking code.
    ///
    /// - Parameter number: the message's number, where it is known.
    mutating func position(of code: UnsafeRawBufferPointer, key: TextKey, number: Int64?) -> Int {
        if let position = index.find(key) { return position }
        let position = drafts.count
        index.insert(position, for: key)
        if let known = recent.find(key) ?? number.map({ KnownMessage(number: $0) }) {
            drafts.append(Draft(key: key, code: .empty, known: known, isStored: true))
        } else {
            let reference = codes.reference(to: code, key: key)
            drafts.append(Draft(key: key, code: reference, known: KnownMessage(number: 0), isStored: false))
            draftOfCode.append(position)
        }
        return position
    }

    /// See ``TextRegister/arrange()``.
    mutating func arrange() { codes.arrange() }

    mutating func lookUp() throws {
        try codes.lookUp { waiting, row in
            let position = draftOfCode[waiting]
            drafts[position].isStored = true
            drafts[position].isFresh = true
            drafts[position].known = KnownMessage(
                number: row.integer(1), created: row.optional(3) ?? .max, first: row.integer(4),
                target: row.integer(5), app: row.integer(6))
        }
    }

    /// Whether the table had a message before this transaction.
    func isStored(_ position: Int) -> Bool { drafts[position].isStored }

    /// A message's number, a new one where it had none.
    mutating func number(_ position: Int) -> Int64 {
        if drafts[position].known.number == 0 {
            drafts[position].known.number = codes.number(of: drafts[position].code)
        }
        return drafts[position].known.number
    }

    /// A message's target and app, as known from the events before; 0 where they are not.
    mutating func names(_ position: Int) throws -> (target: Int64, app: Int64) {
        let draft = drafts[position]
        if draft.isStored, !draft.isFresh, draft.known.target == 0 || draft.known.app == 0 {
            // What was remembered may be old: another process may have learned more.
            names.bind(draft.known.number, at: 1)
            defer { names.reset() }
            if try names.step() {
                if draft.known.target == 0 { drafts[position].known.target = names.integer(0) }
                if draft.known.app == 0 { drafts[position].known.app = names.integer(1) }
            }
            drafts[position].isFresh = true
        }
        return (drafts[position].known.target, drafts[position].known.app)
    }

    /// Takes note of an event of a message.
    ///
    /// - Parameter target, app: what the event says; 0 for nothing.
    mutating func note(_ position: Int, time: Int64, isCreation: Bool) {
        if time < drafts[position].known.first {
            drafts[position].known.first = time
            drafts[position].isChanged = true
        }
        if isCreation, time < drafts[position].known.created {
            drafts[position].known.created = time
            drafts[position].isChanged = true
        }
    }

    /// Takes note of the target and the app that an event of a message names; 0 for none.
    mutating func note(_ position: Int, target: Int64, app: Int64) throws {
        let known = try names(position)
        if known.target == 0, target != 0 {
            drafts[position].known.target = target
            drafts[position].isChanged = true
        }
        if known.app == 0, app != 0 {
            drafts[position].known.app = app
            drafts[position].isChanged = true
        }
    }

    /// Stores the messages that are new and what is new of the others, and makes ready for the next transaction.
    mutating func store() throws {
        for draft in drafts where draft.isStored && draft.isChanged {
            change.bind(draft.known.number, at: 1)
            draft.known.bindFacts { column, number in change.bind(number, at: column) }
            try change.run()
        }
        let (drafts, draftOfCode) = (drafts, draftOfCode)
        try codes.store { waiting, row in
            drafts[draftOfCode[waiting]].known.bindFacts { column, number in row.bind(number, at: column) }
        }
        for draft in drafts where draft.known.number != 0 { recent.insert(draft.known, for: draft.key) }
        end()
    }

    /// Forgets all messages: the transaction that may have added some was undone.
    mutating func forget() {
        recent.removeAll()
        codes.forget()
        end()
    }

    private mutating func end() {
        drafts.removeAll(keepingCapacity: true)
        draftOfCode.removeAll(keepingCapacity: true)
        index.removeAll()
    }
}

extension KnownMessage {
    /// Fills in columns 2 to 5: created, first, target, app.
    fileprivate func bindFacts(_ bind: (Int32, Int64?) -> Void) {
        bind(2, created == .max ? nil : created)
        bind(3, first)
        bind(4, target)
        bind(5, app)
    }
}
