import TrackingLog

/// The consent to be written to on a channel, as rosters have it.
enum Consent {
    private static let given = [
        "yes", "y", "true", "t", "1", "on", "subscribed", "opted_in", "opted-in", "granted", "consented", "given",
    ]
    private static let refused = [
        "", "no", "n", "false", "f", "0", "off", "unsubscribed", "opted_out", "opted-out", "denied", "refused",
        "revoked",
        "withdrawn", "never", "never_subscribed", "none", "null",
    ]

    /// Whether a value says that there is consent, in any case of letters; nil where it says neither.
    static func isGiven(_ value: ArraySlice<UInt8>) -> Bool? {
        let word = String(decoding: value, as: UTF8.self).lowercased()
        if given.contains(where: { $0.isSame(as: word) }) { return true }
        return refused.contains { $0.isSame(as: word) } ? false : nil
    }
}

/// Values of a column of consent that say neither yes nor no, and are taken for no.
public struct UnclearConsent: Sendable, Equatable {
    /// The column.
    public var channel: String
    /// The number of people.
    public var count: Int
    /// The first of the values.
    public var example: String
}

extension Audience {
    /// The columns with values that say neither yes nor no.
    public var unclearConsents: [UnclearConsent] {
        columns.indices.compactMap { column in
            let values = (0..<count).lazy.map { self.value(column, of: $0) }.filter { Consent.isGiven($0) == nil }
            guard let first = values.first else { return nil }
            return UnclearConsent(
                channel: columns[column], count: values.count, example: String(decoding: first, as: UTF8.self))
        }
    }
}
