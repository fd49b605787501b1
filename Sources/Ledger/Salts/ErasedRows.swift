import Durability
import TrackingLog
import TransparencyLog

/// The rows of a night that were erased, and the hash of each that hides whom it was about.
///
/// The file `DAY.erased` beside the zip: text, one row a line.
///
/// ```
/// pushtrail.erased/1
/// rows 2500000
/// 17 mXu5Rz…
/// ```
///
/// Rows are counted from 0. The latest erasure of the ledger has the file's hash.
struct ErasedRows: Hashable, Sendable {
    private static let header = "pushtrail.erased/1"

    /// The number of rows of the night.
    let rows: Int
    /// The hash that hides each erased row's whom, by the row's number.
    let hidden: [Int: SHA256Hash]

    /// - Parameters:
    ///   - rows: the number of rows of the night.
    ///   - hidden: the hash that hides each erased row's whom, by the row's number.
    init(rows: Int, hidden: [Int: SHA256Hash]) {
        self.rows = rows
        self.hidden = hidden
    }

    /// Whether a row that was erased names nobody: its target and its device are pseudonyms, or empty.
    static func isNameless(_ row: CanonicalRow) -> Bool {
        [row[.target], row[.hwid]].allSatisfy { $0.isEmpty || $0.starts(with: Addressee.erased.utf8) }
    }

    /// The file's text.
    var text: String {
        let lines = hidden.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.base64)" }
        return ([Self.header, "rows \(rows)"] + lines).map { $0 + "\n" }.joined()
    }

    /// The rows of a night that were erased so far; nil if none were.
    ///
    /// - Throws: ``LedgerError`` if the list is not the one of the latest erasure.
    init?(of night: LedgerNight, in archive: String) throws(LedgerError) {
        guard let erasure = night.erasure else { return nil }
        let path = night.file(ArchivePath.erased(night.day), in: archive)
        let bytes = try LedgerError.wrapping { () throws(FileError) in
            try FileBytes.read(path, upTo: FileBytes.maximum(rows: night.manifest.events))
        }
        guard SHA256Hash.of(bytes) == erasure.erasedHash, let list = try? ErasedRows(bytes) else {
            throw .contradiction("\(path) is not the list of erased rows that the ledger has")
        }
        self = list
    }

    /// Reads the text strictly: there is one spelling.
    ///
    /// - Throws: ``SaltError``.
    init(_ bytes: [UInt8]) throws(SaltError) {
        guard let text = String(validating: bytes, as: UTF8.self), text.last == "\n" else { throw SaltError(line: nil) }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines[0] == Self.header else { throw SaltError(line: 1) }
        guard lines.count > 1, lines[1].hasPrefix("rows "), let rows = Int(decimal: lines[1].dropFirst(5)) else {
            throw SaltError(line: 2)
        }
        var hidden: [Int: SHA256Hash] = [:]
        var next = 0
        for (number, line) in lines.enumerated().dropFirst(2) {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, let row = Int(decimal: parts[0]), next <= row, row < rows,
                let hash = SHA256Hash(base64: parts[1])
            else { throw SaltError(line: number + 1) }
            hidden[row] = hash
            next = row + 1
        }
        self.init(rows: rows, hidden: hidden)
    }
}
