import TrackingLog
import TransparencyLog

/// A row in its two halves, each as text that is written in the log: what happened, and to whom.
struct RowHalves: Hashable {
    /// Time, status, description and app.
    var what: [UInt8] = []
    /// Tracking code, target, device and payload.
    var whom: [UInt8] = []

    init(_ row: CanonicalRow) {
        row.appendWhat(to: &what)
        row.appendWhom(to: &whom)
    }

    init(what: [UInt8], whom: [UInt8]) {
        self.what = what
        self.whom = whom
    }

    /// A second half for a row whose own is hidden, so that the first one can be read.
    static let nobody = Array("-;;;".utf8)

    /// The row; nil if the halves are not those of a canonical one.
    var row: [UInt8]? {
        guard let time = what.firstIndex(of: CSVDialect.separator), let payload = Self.lastField(of: whom) else {
            return nil
        }
        var row = Array(what[...time])
        row += whom[..<payload]
        row += what[time...]
        row += whom[payload...]
        let isWhole = row.withUnsafeBytes { CanonicalRow($0).map { RowHalves($0) } == self }
        return isWhole ? row : nil
    }

    /// The hash of whom: SHA-256(0x02 ‖ salt ‖ whom).
    func hidden(by salt: [UInt8]) -> SHA256Hash {
        (salt + whom).withUnsafeBytes { SHA256Hash.prefixed(2, $0) }
    }

    /// The hash of a row in the night's tree: SHA-256(0x00 ‖ hidden ‖ what).
    static func leaf(hidden: SHA256Hash, what: [UInt8]) -> SHA256Hash { .leaf(hidden.bytes + what) }

    /// Where the separator before the last field stands: the third that is not enclosed in quotes.
    private static func lastField(of text: [UInt8]) -> Int? {
        var isEnclosed = false
        var separators = 0
        for (index, byte) in text.enumerated() {
            if byte == CSVDialect.quote { isEnclosed.toggle() }
            guard byte == CSVDialect.separator, !isEnclosed else { continue }
            separators += 1
            if separators == 3 { return index }
        }
        return nil
    }
}
