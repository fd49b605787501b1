import Ledger
import Synchronization
import Threading
import TrackingLog

/// Finds the rows of sealed nights that an erasure is about.
///
/// Nights are read twice at most. The first time every night, to learn which messages are about the people: only nights
/// whose search index rules out all the codes are passed over, where it is about nothing but codes. The second time those
/// that have rows of them.
struct ArchiveSearch: Sendable {
    let rows: ArchiveRows
    let nights: [LedgerNight]
    let subjects: ErasureSubjects
    /// Whether nights are passed over that their search indexes rule out.
    let usesIndexes: Bool
    /// Receives the number of nights read, of how many.
    var progress: (@Sendable (_ done: Int, _ of: Int) -> Void)?

    /// More codes than these are not looked up one by one: nearly every night holds some.
    private static let maximumCodes = 2048

    /// What the first reading finds.
    struct Sighting: Sendable {
        /// The messages that are about one of the people.
        var messages: Set<MessageKey> = []
        /// The nights with rows that name one of the subjects, by their places.
        var nights: Set<Int> = []
    }

    /// Reads all nights.
    func look() throws(LedgerError) -> Sighting {
        let seen = try map(Array(nights.indices)) { place throws(LedgerError) in
            var seen = Sighting()
            let night = nights[place]
            if subjects.identifiers.isEmpty, isRuledOut(night, subjects.codes) { return seen }
            var reader = ErasureReader(subjects)
            var messages: Set<MessageKey> = []
            var isNamed = false
            try rows.forEach(in: night) { row in
                switch row.verdict(&reader) {
                case .personNamed:
                    messages.insert(row.message)
                    isNamed = true
                case .named: isNamed = true
                case .another, .nobody:
                    if !isNamed { isNamed = row.withText(of: .trackingCode) { subjects.includes(code: $0) } }
                }
            }
            seen.messages = messages
            if isNamed { seen.nights.insert(place) }
            return seen
        }
        return seen.reduce(into: Sighting()) { all, some in
            all.messages.formUnion(some.messages)
            all.nights.formUnion(some.nights)
        }
    }

    /// What is to be erased.
    struct Findings: Sendable {
        /// The nights with such rows, in their order.
        var nights: [NightErasure] = []
        /// The messages of the people that have other rows, too.
        var kept: Set<MessageKey> = []
    }

    /// Finds the rows.
    ///
    /// - Parameters:
    ///   - sighting: what was seen.
    ///   - messages: all messages that are about one of the people, those in the store, too.
    func find(_ sighting: Sighting, of messages: Set<MessageKey>) throws(LedgerError) -> Findings {
        let codes = messages.map { String(decoding: $0.trackingCode, as: UTF8.self) }
        let keys = Set(messages.map { KeyedHash.of($0.trackingCode.span) })
        let places = nights.indices.filter { place in
            sighting.nights.contains(place) || !codes.isEmpty && !isRuledOut(nights[place], codes)
        }
        let found = try map(places) { place throws(LedgerError) in
            var reader = ErasureReader(subjects)
            var findings = Findings()
            var kept: Set<MessageKey> = []
            let erasure = try rows.erasure(of: nights[place]) { row in
                let verdict = row.verdict(&reader)
                if verdict == .named || verdict == .personNamed { return true }
                let isCode = row.withText(of: .trackingCode) { code -> Bool? in
                    subjects.includes(code: code) ? true : keys.contains(KeyedHash.of(code)) ? false : nil
                }
                guard let isCode else { return false }
                if isCode { return true }
                let message = row.message
                guard messages.contains(message) else { return false }
                if verdict == .nobody { return true }
                kept.insert(message)
                return false
            }
            if let erasure { findings.nights = [erasure] }
            findings.kept = kept
            return findings
        }
        return found.reduce(into: Findings()) { all, some in
            all.nights += some.nights
            all.kept.formUnion(some.kept)
        }
    }

    private func isRuledOut(_ night: LedgerNight, _ codes: [String]) -> Bool {
        usesIndexes && codes.count <= Self.maximumCodes && rows.areRuledOut(codes, in: night)
    }

    /// Does something for several nights, as many at once as there are processors.
    private func map<Result: Sendable>(
        _ places: [Int], _ body: @Sendable (Int) throws(LedgerError) -> Result
    ) throws(LedgerError) -> [Result] {
        let done = Atomic(0)
        let results = Workers.map(places.count) { number in
            let result = Swift.Result { () throws(LedgerError) -> Result in try body(places[number]) }
            progress?(done.wrappingAdd(1, ordering: .relaxed).newValue, places.count)
            return result
        }
        var all: [Result] = []
        for result in results { all.append(try result.get()) }
        return all
    }
}
