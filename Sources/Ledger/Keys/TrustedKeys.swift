import Durability
import TrackingLog
public import TransparencyLog

/// Verifier keys that are trusted, each perhaps for some nights only.
///
/// A key that was replaced is still right for the checkpoints that it signed in its time, and for none after that. The time of
/// a checkpoint is what it signs: its last night, or the day of its last erasure, if that is later.
///
/// A file has a key on each line, the first night that it may sign for and the last one; either may be `-` or left out. `#`
/// begins a comment.
///
/// ```
/// example.com/push+1234abcd+AQ…  -           2026-03-31
/// example.com/push+5678cdef+AQ…  2026-04-01
/// ```
public struct TrustedKeys: Hashable, Sendable {
    /// The keys, in the order in which they were given.
    public private(set) var keys: [VerifierKey] = []
    private var periods: [VerifierKey: Period] = [:]

    /// The nights that a key may sign for.
    private struct Period: Hashable {
        var first: Day?
        var last: Day?

        func includes(_ day: Day) -> Bool { first ?? day <= day && day <= last ?? day }
    }

    /// Keys without limits.
    public init(_ keys: [VerifierKey] = []) { self.keys = keys }

    /// The maximum length of a file, in bytes.
    static let maximumBytes = 1 << 20

    /// Adds the keys of a file.
    ///
    /// - Throws: ``LedgerError/file(_:)`` if it cannot be read; ``LedgerError/notKeys(path:line:reason:)`` for the first
    ///   wrong line, or a file without a key.
    public mutating func add(path: String) throws(LedgerError) {
        let bytes = try LedgerError.wrapping { () throws(FileError) in
            try FileBytes.read(path, links: .followed, upTo: Self.maximumBytes)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .notKeys(path: path, line: nil, reason: "it is not text")
        }
        let given = Set(keys)
        var seen: Set<VerifierKey> = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard let first = words.first else { continue }
            do throws(KeyError) {
                let key = try VerifierKey(String(first))
                guard words.count <= 3, let period = Self.period(words.dropFirst()) else {
                    throw KeyError.malformed("after the key come the first and the last night: 2026-04-01, or -")
                }
                guard seen.insert(key).inserted else { throw KeyError.malformed("the key is named twice") }
                // A key that was given by itself is trusted for all nights.
                if !given.contains(key) { add(key, period) }
            } catch {
                throw .notKeys(path: path, line: number + 1, reason: "\(error)")
            }
        }
        if seen.isEmpty { throw .notKeys(path: path, line: nil, reason: "it names no key") }
    }

    private mutating func add(_ key: VerifierKey, _ period: Period) {
        keys.append(key)
        periods[key] = period
    }

    private static func period(_ words: some Collection<Substring>) -> Period? {
        var days: [Day?] = []
        for word in words {
            let day = Day(word)
            guard day != nil || word == "-" else { return nil }
            days.append(day)
        }
        let period = Period(first: days.first ?? nil, last: days.count > 1 ? days[1] : nil)
        if let first = period.first, let last = period.last, last < first { return nil }
        return period
    }

    /// Whether a key may sign for a night.
    func mayBeSigner(_ key: VerifierKey, of day: Day) -> Bool { periods[key]?.includes(day) ?? true }

    /// Whether a key's time was over before a night.
    func isOver(_ key: VerifierKey, before day: Day) -> Bool { periods[key]?.last.map { $0 < day } ?? false }

    /// Why none of a checkpoint's signers may have signed it; nil if one may, or there is none.
    ///
    /// - Parameters:
    ///   - signers: the log's own keys among those that signed.
    ///   - day: the checkpoint's time.
    func objection(to signers: [VerifierKey], of day: Day) -> String? {
        guard let key = signers.first, !signers.contains(where: { mayBeSigner($0, of: day) }) else { return nil }
        let nights = [periods[key]?.first.map { "from \($0)" }, periods[key]?.last.map { "to \($0)" }]
        return
            "\(key.label) is right \(nights.compactMap(\.self).joined(separator: " ")), and this is of \(day)"
    }
}
