import Durability
import TrackingLog
import TransparencyLog

/// The file of a night's salts, beside its zip: text, one seed a line.
///
/// ```
/// pushtrail.salts/1
/// rows 2500000
/// 0 0 mXu5Rz…
/// ```
///
/// Each seed has its depth and its place there, and is written as base64. The file itself is not sealed, since it has to
/// be able to know less than it did.
extension NightSalts {
    private static let header = "pushtrail.salts/1"

    /// The file's text.
    var text: String {
        let lines = [Self.header, "rows \(rows)"] + seeds.map { "\($0.depth) \($0.index) \($0.value.base64)" }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The salts of a night that is to be sealed: those that an earlier run made for it, or new ones, which are written first.
    ///
    /// - Parameters:
    ///   - path: the file's path.
    ///   - rows: the number of rows of the night.
    init(makingAt path: String, rows: Int) throws(LedgerError) {
        if let bytes = try LedgerError.wrapping({ () throws(FileError) in try FileBytes.readIfThere(path) }) {
            guard let salts = try? NightSalts(bytes), salts.rows == rows, salts.root != nil else {
                throw .contradiction("\(path) is not what a stopped run left of this night: move it away")
            }
            self = salts
        } else {
            self.init(rows: rows)
        }
        let text = text
        // Written again where they are there: the stopped run may not have come to sync them.
        try LedgerError.wrapping { () throws(FileError) in
            var file = try AtomicFile(replacing: path, links: .refused)
            try file.write(text.utf8Span.span)
            try file.commit(.whereNoneIs)
        }
    }

    /// What is known of the salts of a sealed night.
    init(of night: LedgerNight, in archive: String) throws(LedgerError) {
        let path = night.file(ArchivePath.salts(night.day), in: archive)
        let bytes = try LedgerError.wrapping { () throws(FileError) in
            try FileBytes.read(path, upTo: FileBytes.maximum(rows: night.manifest.events))
        }
        do throws(SaltError) {
            self = try NightSalts(bytes)
        } catch {
            throw .contradiction("\(path) is \(error)")
        }
        guard rows == night.manifest.events else {
            throw .contradiction(
                "\(path) does not have the salts of the \(night.manifest.events.counting("row")) that were sealed")
        }
    }

    /// Reads the text strictly: only what ``text`` gives.
    ///
    /// - Throws: ``SaltError``.
    init(_ bytes: [UInt8]) throws(SaltError) {
        guard let text = String(validating: bytes, as: UTF8.self), text.last == "\n" else { throw SaltError(line: nil) }
        let lines = text.dropLast().split(separator: "\n", omittingEmptySubsequences: false)
        guard lines[0] == Self.header else { throw SaltError(line: 1) }
        guard lines.count > 1, lines[1].hasPrefix("rows "), let rows = Int(decimal: lines[1].dropFirst(5)),
            rows < Manifest.maximumEvents
        else { throw SaltError(line: 2) }
        let depth = Self.depth(rows: rows)
        var seeds: [Seed] = []
        // Where the next seed's rows may begin.
        var row = 0
        for (number, line) in lines.enumerated().dropFirst(2) {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 3, let level = Int(decimal: parts[0]), level <= depth,
                let index = Int(decimal: parts[1]), index < 1 << level, let value = SHA256Hash(base64: parts[2]),
                index << (depth - level) >= row, index << (depth - level) < max(rows, 1)
            else { throw SaltError(line: number + 1) }
            seeds.append(Seed(depth: level, index: index, value: value))
            row = (index + 1) << (depth - level)
        }
        self.init(rows: rows, seeds: seeds)
    }
}

/// Why a file is not one of salts.
struct SaltError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of the line, from 1; nil where it is not text in whole lines.
    let line: Int?

    /// What is wrong, in words for people.
    var description: String {
        guard let line else { return "not the text of a night's salts" }
        return "not the text of a night's salts: line \(line) is malformed"
    }
}
