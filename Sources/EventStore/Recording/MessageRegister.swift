import GRDB
import TrackingLog

/// The messages of one transaction after another: see ``TextRegister`` for the steps.
///
/// A message is a tracking code of an app: the same code at another app is another message, and nothing known of one is
/// ever used for the other.
struct MessageRegister {
    private enum Columns: Int32, TextColumns, KnownMessageColumns {
        case position, id, text, app, created, first, target, named, fingerprint

        static let table = "message"
        var sql: String { self == .text ? "code" : "\(self)" }
    }

    private struct Draft: Remembered {
        var key: TextKey
        /// The position of its tracking code.
        var code: Int
        /// The previous draft of the same code; -1 for none.
        var previous: Int
        /// The position of its app.
        var app: Int
        var known: KnownMessage
        var codeFingerprint: UInt64
        /// The number of the code's message without an app, as of the naming of the app; 0 for none.
        var unnamed: Int64 = 0
        /// Whether the table has it.
        var isStored: Bool
        var isChanged = false
        /// Whether the table was asked for the target in this transaction.
        var isFresh = false
        /// The row of this transaction with which a sender bound to no app names the app; `Int.max` for none.
        var namedBy = Int.max

        var memory: Recent? {
            known.number == 0 ? nil : Recent(known: known, codeFingerprint: codeFingerprint, unnamed: unnamed)
        }
    }

    /// A tracking code of the current transaction.
    private struct Code: Keyed {
        var key: TextKey
        /// nil until all of its messages are asked for.
        var reference: TextReference?
        /// The last draft of a message with it; -1 for none.
        var last = -1
        /// Its messages in the table.
        var stored: [KnownMessage] = []
    }

    /// A recently met message.
    private struct Recent: BitwiseCopyable {
        var known: KnownMessage
        var codeFingerprint: UInt64
        var unnamed: Int64
    }

    private let fingerprint: Fingerprint
    private var texts: TextRegister<Columns>
    /// The positions of the drafts with new numbers, in the order of the numbers.
    private var new: [Int] = []
    private let recent: RecentTable<Recent>
    private var drafts = DraftTable<Draft>()
    private var codes = DraftTable<Code>()
    /// The code of each waiting text.
    private var codeOfText: [Int] = []
    private let table: MessageTable

    init(_ database: Database, digest: ContentDigest, fingerprint: Fingerprint, bits: Int) throws {
        self.fingerprint = fingerprint
        texts = try TextRegister(database, digest: digest, fingerprint: fingerprint, bits: nil)
        recent = RecentTable(bits: bits)
        table = try MessageTable(database, fingerprint: fingerprint)
    }

    // MARK: Drafting

    mutating func begin() throws { try texts.begin() }

    /// The position, in this transaction, of a tracking code.
    mutating func code(_ key: TextKey) -> Int {
        codes.position(of: key) ?? codes.append(Code(key: key))
    }

    /// Asks for all messages of a tracking code, which ``lookUp(_:)`` then finds.
    mutating func ask(for code: Int, _ text: UnsafeRawBufferPointer, key: TextKey) {
        guard codes[code].reference == nil else { return }
        codes[code].reference = texts.newReference(to: text, key: key)
        codeOfText.append(code)
    }

    /// The position, in this transaction, of the message with a tracking code at an app.
    ///
    /// - Parameters:
    ///   - text: the tracking code, and its key.
    ///   - app: the app's position, and the key of its code.
    ///   - naming: the row with which a sender bound to no app names the app; nil for any other row.
    mutating func position(
        of text: UnsafeRawBufferPointer, key codeKey: TextKey, app: Int, appKey: TextKey, naming row: Int?
    ) -> Int {
        let key = codeKey.combined(with: appKey)
        let position: Int
        if let found = drafts.position(of: key) {
            position = found
        } else {
            position = add(key, code: code(codeKey), app: app, recent: recent.find(key))
            if !drafts[position].isStored { ask(for: drafts[position].code, text, key: codeKey) }
        }
        if let row, app != AppRegister.none, drafts[position].known.named == 0, drafts[position].namedBy == .max {
            drafts[position].namedBy = row
            // Whether there is a message without an app, and which app was named first.
            ask(for: drafts[position].code, text, key: codeKey)
        }
        return position
    }

    private mutating func add(_ key: TextKey, code: Int, app: Int, recent: Recent?) -> Int {
        let position = drafts.append(
            Draft(
                key: key, code: code, previous: codes[code].last, app: app,
                known: recent?.known ?? KnownMessage(number: 0, app: -1), codeFingerprint: recent?.codeFingerprint ?? 0,
                unnamed: recent?.unnamed ?? 0, isStored: recent != nil))
        codes[code].last = position
        return position
    }

    /// The last draft of a message with a tracking code; -1 for none.
    func lastMessage(of code: Int) -> Int { codes[code].last }

    /// See ``TextRegister/prepareLookup()``.
    mutating func prepareLookup() { texts.prepareLookup() }

    // MARK: Looking up

    /// Looks up all messages of the tracking codes that were asked for.
    ///
    /// - Parameter apps: the apps, which are resolved.
    mutating func lookUp(_ apps: AppRegister) throws {
        var damaged: Int64?
        try texts.lookUp { [fingerprint] waiting, row in
            let code = codeOfText[waiting]
            let known = KnownMessage(row, number: row.integer(.id))
            let text = codes[code].reference?.fingerprint ?? 0
            if fingerprint.message(code: text, known) != row.integer(.fingerprint) { damaged = known.number }
            codes[code].stored.append(known)
        }
        if let damaged { throw MessageTable.damage(of: damaged) }
        for position in drafts.indices {
            drafts[position].known.app = apps.number(drafts[position].app)
            let code = codes[drafts[position].code]
            guard let reference = code.reference else { continue }
            drafts[position].codeFingerprint = reference.fingerprint
            if let stored = code.stored.first(where: { $0.app == drafts[position].known.app }) {
                take(stored, position)
            }
            if drafts[position].app != AppRegister.none {
                drafts[position].unnamed = code.stored.first { $0.app == 0 }?.number ?? 0
            }
        }
    }

    private mutating func take(_ stored: KnownMessage, _ position: Int) {
        drafts[position].known = stored
        drafts[position].isStored = true
        drafts[position].isFresh = true
    }

    /// The app that senders bound to no app named first for a tracking code before a row; 0 where they had named none.
    ///
    /// - Parameter last: the code's last draft before the row; -1 for none.
    func firstNamedApp(of code: Int, before row: Int, last: Int) -> Int64 {
        let stored = codes[code].stored.filter { $0.named != 0 }.min { $0.named < $1.named }
        if let stored { return stored.app }
        let named = messages(upTo: last).filter { drafts[$0].namedBy < row }
        return named.min { drafts[$0].namedBy < drafts[$1].namedBy }.map { drafts[$0].known.app } ?? 0
    }

    /// The subset of some apps at which a tracking code was known before a row, by their numbers.
    ///
    /// - Parameter last: the code's last draft before the row; -1 for none.
    func appsKnowing(_ code: Int, among apps: Set<Int64>, last: Int) -> Set<Int64> {
        apps.intersection(codes[code].stored.map(\.app) + messages(upTo: last).map { drafts[$0].known.app })
    }

    private func messages(upTo last: Int) -> some Sequence<Int> {
        sequence(first: last) { position in position < 0 ? nil : drafts[position].previous }.lazy.filter { $0 >= 0 }
    }

    /// The position of the message of a looked-up tracking code at an app.
    mutating func position(code: Int, key codeKey: TextKey, app: Int, appKey: TextKey, number: Int64) -> Int {
        let key = codeKey.combined(with: appKey)
        if let found = drafts.position(of: key) { return found }
        let position = add(key, code: code, app: app, recent: nil)
        drafts[position].known.app = number
        drafts[position].codeFingerprint = codes[code].reference?.fingerprint ?? 0
        if let stored = codes[code].stored.first(where: { $0.app == number }) { take(stored, position) }
        if number != 0 { drafts[position].unnamed = codes[code].stored.first { $0.app == 0 }?.number ?? 0 }
        return position
    }

    // MARK: Deciding

    /// Whether the table had a message before this transaction.
    func isStored(_ position: Int) -> Bool { drafts[position].isStored }

    /// The fingerprint of a message's tracking code.
    func codeFingerprint(_ position: Int) -> UInt64 { drafts[position].codeFingerprint }

    /// The position of a message's app.
    func app(_ position: Int) -> Int { drafts[position].app }

    /// A message's number, a new one where it had none.
    mutating func number(_ position: Int) -> Int64 {
        if drafts[position].known.number == 0, let reference = codes[drafts[position].code].reference {
            drafts[position].known.number = texts.add(reference)
            new.append(position)
        }
        return drafts[position].known.number
    }

    /// The number of the same tracking code's message without an app; 0 where there is none, or it is this one.
    func unnamed(_ position: Int) -> Int64 {
        let last = codes[drafts[position].code].last
        let isOnly = last == position && drafts[position].previous < 0
        if isOnly || drafts[position].unnamed != 0 || drafts[position].app == AppRegister.none {
            return drafts[position].unnamed
        }
        let unnamed = messages(upTo: last).first { drafts[$0].app == AppRegister.none }
        return unnamed.map { drafts[$0].known.number } ?? 0
    }

    /// A message's target as known from earlier events; 0 where it is not known.
    mutating func target(_ position: Int) throws -> Int64 {
        let draft = drafts[position]
        if draft.isStored, !draft.isFresh, draft.known.target == 0 {
            // What was remembered may be out of date: another process may have learned more.
            drafts[position].known.target = try table.find(draft.known.number).known.target
            drafts[position].isFresh = true
        }
        return drafts[position].known.target
    }

    /// Notes an event of a message.
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

    /// Notes the target that an event of a message names; 0 for none.
    mutating func note(_ position: Int, target: Int64) throws {
        guard target != 0, try self.target(position) == 0 else { return }
        drafts[position].known.target = target
        drafts[position].isChanged = true
    }

    // MARK: Storing

    /// Stores the new messages and the changes of others, and gets ready for the next transaction.
    ///
    /// - Parameter lastSeq: the number of the last event recorded before this transaction.
    mutating func store(after lastSeq: Int64) throws {
        for position in drafts.indices where drafts[position].known.number != 0 {
            if drafts[position].namedBy != .max {
                drafts[position].known.named = lastSeq + 1 + Int64(drafts[position].namedBy)
                drafts[position].isChanged = true
            }
            if drafts[position].isStored, drafts[position].isChanged { try storeChanges(position) }
        }
        for position in drafts.indices { drafts[position].unnamed = unnamed(position) }
        try texts.store { [fingerprint, drafts, new] index, row in
            let draft = drafts[new[index]]
            row.bind(draft.known.app, at: 2)
            draft.known.bindFacts(from: 3) { column, number in row.bind(number, at: column) }
            row.bind(fingerprint.message(code: draft.codeFingerprint, draft.known), at: 7)
        }
        drafts.finish(rememberingIn: recent)
        reset()
    }

    /// Stores the changes of a message, and keeps what others stored since it was remembered.
    private mutating func storeChanges(_ position: Int) throws {
        let draft = drafts[position]
        var (known, code) = try table.find(draft.known.number)
        known.created = min(known.created, draft.known.created)
        known.first = min(known.first, draft.known.first)
        if known.target == 0 { known.target = draft.known.target }
        if known.named == 0 { known.named = draft.known.named }
        try table.change(known, code: code)
        drafts[position].known = known
    }

    /// Forgets all messages: the transaction that may have added some was rolled back.
    mutating func forget() {
        recent.removeAll()
        texts.forget()
        reset()
    }

    private mutating func reset() {
        drafts.removeAll()
        codes.removeAll()
        codeOfText.removeAll(keepingCapacity: true)
        new.removeAll(keepingCapacity: true)
    }
}
