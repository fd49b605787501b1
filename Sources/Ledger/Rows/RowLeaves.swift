import TransparencyLog

/// Hashes a night's rows as the leaves of their tree, two at a time.
///
/// A leaf has the row in two halves, what happened and to whom:
///
/// ```
/// hidden = SHA-256(0x02 ‖ salt ‖ whom)
/// leaf   = SHA-256(0x00 ‖ hidden ‖ what)
/// ```
///
/// So a row can be shown to be in the tree without showing whom it is about, and once its salt is destroyed no guess at that
/// can be tested. The processor works on two hashes at once.
struct RowLeaves {
    /// The number of rows whose salt is not known, and that were not erased.
    private(set) var unsalted = 0
    /// The number of erased rows whose salt is known, as it must not be.
    private(set) var unforgotten = 0
    private var salts: NightSalts.Cursor
    /// What hides the erased rows' whom, by the rows' numbers.
    private let hidden: [Int: SHA256Hash]
    private var index = -1
    /// A row that waits for the next one.
    private var waiting = Messages()
    private var isWaiting = false
    private var other = Messages()

    /// What is hashed for a row.
    private struct Messages {
        /// The salt, then whom.
        var whom: [UInt8] = []
        /// The hidden hash, then what.
        var what: [UInt8] = []

        mutating func take(_ row: CanonicalRow, _ salt: SHA256Hash) {
            whom.removeAll(keepingCapacity: true)
            salt.withBytes { whom.append(contentsOf: $0.prefix(NightSalts.saltLength)) }
            row.appendWhom(to: &whom)
            what.removeAll(keepingCapacity: true)
            // Room for the hidden hash.
            SHA256Hash.emptyRoot.withBytes { what.append(contentsOf: $0) }
            row.appendWhat(to: &what)
        }

        mutating func take(_ row: CanonicalRow, hiddenBy hidden: SHA256Hash) {
            what.removeAll(keepingCapacity: true)
            hidden.withBytes { what.append(contentsOf: $0) }
            row.appendWhat(to: &what)
        }

        mutating func put(_ hidden: SHA256Hash) {
            hidden.withBytes { bytes in what.withUnsafeMutableBytes { $0.copyMemory(from: bytes) } }
        }
    }

    /// - Parameters:
    ///   - salts: the salts of the night.
    ///   - erased: the rows that were erased, if any were.
    init(_ salts: NightSalts, erased: ErasedRows? = nil) {
        self.salts = NightSalts.Cursor(salts)
        hidden = erased?.hidden ?? [:]
    }

    /// Appends a row.
    ///
    /// - Parameters:
    ///   - row: the row; nil if it is not canonical.
    ///   - line: its bytes.
    ///   - body: called with the hash of each leaf that is complete, in the order of the rows.
    mutating func append(_ row: CanonicalRow?, _ line: UnsafeRawBufferPointer, _ body: (SHA256Hash) -> Void) {
        index += 1
        let salt = salts.next()
        if !hidden.isEmpty, let hidden = hidden[index] {
            if salt != nil { unforgotten += 1 }
            finish(body)
            guard let row else { return body(SHA256Hash.prefixed(3, line)) }
            other.take(row, hiddenBy: hidden)
            return body(.leaf(other.what))
        }
        if salt == nil { unsalted += 1 }
        guard let row, let salt else {
            finish(body)
            // No sealed row has such a leaf.
            return body(SHA256Hash.prefixed(3, line))
        }
        if isWaiting {
            other.take(row, salt)
            let hidden = waiting.whom.withUnsafeBytes { first in
                other.whom.withUnsafeBytes { SHA256Hash.prefixed(2, first, 2, $0) }
            }
            waiting.put(hidden.0)
            other.put(hidden.1)
            let leaves = waiting.what.withUnsafeBytes { first in
                other.what.withUnsafeBytes { SHA256Hash.prefixed(0, first, 0, $0) }
            }
            isWaiting = false
            body(leaves.0)
            body(leaves.1)
        } else {
            waiting.take(row, salt)
            isWaiting = true
        }
    }

    /// Hashes the row that waits.
    mutating func finish(_ body: (SHA256Hash) -> Void) {
        guard isWaiting else { return }
        isWaiting = false
        waiting.put(waiting.whom.withUnsafeBytes { SHA256Hash.prefixed(2, $0) })
        body(.leaf(waiting.what))
    }
}
