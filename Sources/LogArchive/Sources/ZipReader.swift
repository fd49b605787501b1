import CLibzip
import TrackingLog

/// A zip that is open for reading: libzip owns the container.
final class ZipReader {
    /// One entry, as the central directory describes it.
    struct Entry {
        var index: UInt64
        var name: String
        /// The length before compression, in bytes.
        var size: UInt64
        var compressedSize: UInt64
        var crc: UInt32
        var method: Int32
        var isEncrypted: Bool

        var isFolder: Bool { name.hasSuffix("/") }
        /// Whether the name is that of a log, not of a note or of what a Mac leaves beside a file.
        var isNamedAsLog: Bool {
            let name = name.lowercased()
            let isHidden = name.hasPrefix("__macosx/") || name.split(separator: "/").last?.hasPrefix(".") ?? true
            return !isHidden && LogFile.extensions.contains { name.hasSuffix($0) }
        }
    }

    let archive: OpaquePointer
    private(set) var entries: [Entry] = []

    /// - Throws: ``ReadingFault`` with libzip's reason.
    init(path: String) throws(ReadingFault) {
        var code: Int32 = 0
        guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw ReadingFault(&error, on: "not a readable zip")
        }
        self.archive = archive
        for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) {
            var status = zip_stat_t()
            // Names as they stand: a name that is no UTF-8 is repaired for showing, never guessed into another.
            guard zip_stat_index(archive, index, zip_flags_t(ZIP_FL_ENC_RAW), &status) == 0 else {
                throw ReadingFault(zip_get_error(archive), on: "entry \(index) cannot be found")
            }
            entries.append(
                Entry(
                    index: index, name: status.name.map { String(cString: $0) } ?? "", size: status.size,
                    compressedSize: status.comp_size, crc: status.crc, method: Int32(status.comp_method),
                    isEncrypted: status.encryption_method != ZIP_EM_NONE))
        }
    }

    deinit { zip_discard(archive) }

    /// The bytes of an entry: inflated by ISA-L where it is deflated, by libzip where it is anything else.
    func source(of entry: Entry, onRead: @escaping (Int) -> Void) throws(ReadingFault) -> any ByteSource {
        if entry.isEncrypted { throw ReadingFault(reason: "the entry is encrypted", remedy: "decrypt it first") }
        if entry.method == ZIP_CM_DEFLATE { return try InflatingSource(entry, of: self, onRead: onRead) }
        return try EntrySource(entry, of: self, onRead: onRead)
    }

    /// Reads an entry to its end, for the sake of its length and CRC alone.
    func check(_ entry: Entry) throws(ReadingFault) {
        let source = try source(of: entry) { _ in }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while try source.read(into: buffer) > 0 {}
    }
}
