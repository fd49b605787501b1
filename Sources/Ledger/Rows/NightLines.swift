import Durability
import LogArchive
import TrackingLog

/// Reads the lines of a night's log from its zip.
enum NightLines {
    /// Reads all lines, the header first.
    ///
    /// - Parameters:
    ///   - night: the night.
    ///   - archive: the archive's folder.
    ///   - body: called with each line, without its LF.
    /// - Throws: ``LedgerError`` where the zip is damaged, or its log longer than the ledger says.
    static func read(
        _ night: LedgerNight, in archive: String, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(LedgerError) {
        let path = night.file(night.manifest.archive, in: archive)
        let file: OpenFile
        do throws(FileError) {
            file = try OpenFile(path)
        } catch {
            throw .file(error)
        }
        try read(night, from: file, named: path, body)
    }

    /// Reads all lines from the open zip.
    static func read(
        _ night: LedgerNight, from file: borrowing OpenFile, named path: String,
        _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(LedgerError) {
        let structure = ZipStructure(file)
        guard let member = structure.members.first(where: { $0.name == night.manifest.entry }) else {
            throw .contradiction("\(path) does not hold \(night.manifest.entry)")
        }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        var splitter = RowSplitter()
        var rest = night.csvBytes
        do throws(ZipFault) {
            let reader = try MemberReader(member)
            while rest >= 0, !splitter.isOverlong {
                let count = try reader.read(into: buffer, from: file)
                if count == 0 { break }
                rest -= count
                splitter.split(UnsafeRawBufferPointer(rebasing: buffer[..<count]), body)
            }
        } catch {
            throw .contradiction("\(path): \(error.reason)")
        }
        guard rest >= 0, !splitter.isOverlong else {
            throw .contradiction(
                "the log in \(path) is longer than the \(night.csvBytes.grouped) bytes that \(night.source)")
        }
        splitter.finish(body)
    }
}
