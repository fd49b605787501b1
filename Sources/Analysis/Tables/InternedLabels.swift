import TrackingLog

/// The few texts that many rows share: app codes, names, descriptions of failures, statuses.
struct InternedLabels: ~Copyable, Sendable {
    private var pool = TextPool()
    /// The app of the row before, most likely that of the next.
    private var latestApp = InternedLabels.none

    /// No label.
    static let none = UInt32.max

    init() {
        // A status's number is its raw value, so that its name is never looked up.
        for status in Status.allCases { _ = number(of: status.name) }
    }

    var count: Int { pool.count }

    mutating func number(of text: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(pool.number(of: text, ShortKey(KeyedHash.of(text))))
    }

    /// The number of an app's code.
    @inline(__always)
    mutating func number(ofApp code: UnsafeRawBufferPointer) -> UInt32 {
        if latestApp == InternedLabels.none || !text(latestApp).isSame(as: code) { latestApp = number(of: code) }
        return latestApp
    }

    mutating func number(of text: String) -> UInt32 {
        Array(text.utf8).withUnsafeBytes { number(of: $0) }
    }

    /// The number of a text that is known.
    func find(_ text: String) -> UInt32? {
        let key = Array(text.utf8).withUnsafeBytes { ShortKey(KeyedHash.of($0)) }
        return pool.find(key).map { UInt32($0) }
    }

    /// The number of a status; of its lower-case name if it is unknown.
    @inline(__always)
    mutating func number(of status: Status, word: UnsafeRawBufferPointer) -> UInt32 {
        status == .other ? number(of: Status.name(ofUnknown: word)) : UInt32(status.rawValue)
    }

    func text(_ number: UInt32) -> UnsafeRawBufferPointer { pool.text(Int(number)) }

    func string(_ number: UInt32) -> String { String(decoding: text(number), as: UTF8.self) }

    /// Takes over another's labels.
    ///
    /// - Returns: for each of the other's numbers, the number here.
    mutating func merge(_ other: borrowing InternedLabels) -> [UInt32] { pool.merge(other.pool) }
}
