import CLibzip
import Glibc
import TrackingLog

/// A zip that is open for reading, by its structure as verification reads it; libzip only inflates what nobody else can.
final class ZipReader {
    /// One entry, as the central directory describes it.
    struct Entry {
        /// Its place in the directory.
        var index: Int
        var member: ZipMember
        var name: String
        /// Why it is not read; nil where it is.
        var refusal: ZipFault?

        var isFolder: Bool { member.isFolder }
        /// Whether the name is that of a log, not of a note or of what a Mac leaves beside a file.
        var isNamedAsLog: Bool {
            let name = name.lowercased()
            guard LogFile.extensions.contains(where: { name.hasSuffix($0) }) else { return false }
            return !(name.hasPrefix("__macosx/") || name.split(separator: "/").last?.hasPrefix(".") ?? true)
        }
    }

    /// The file.
    let descriptor: Int32
    private(set) var entries: [Entry] = []
    /// libzip's handle, once an entry needs it.
    private var archive: OpaquePointer?

    /// - Parameter file: a file, which may be closed afterwards.
    /// - Throws: ``ReadingFault`` where nothing of the zip is to be read: see ``ZipAdmission``.
    init(_ file: Int32) throws(ReadingFault) {
        var status = stat()
        let copy = fcntl(file, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw ReadingFault(code: errno) }
        descriptor = copy
        guard fstat(copy, &status) == 0 else { throw ReadingFault(code: errno) }
        let structure = ZipStructure(descriptor: copy, size: Int(status.st_size))
        let admission = ZipAdmission(structure)
        if let refusal = admission.refusal { throw ReadingFault(refusing: refusal) }
        entries = structure.members.enumerated().map { index, member in
            Entry(index: index, member: member, name: member.name, refusal: admission.refusal(ofMember: index))
        }
    }

    deinit {
        if let archive { zip_discard(archive) }
        close(descriptor)
    }

    /// The bytes of an entry: inflated by ISA-L where it is deflated, by libzip where it is anything else.
    func source(of entry: Entry, onRead: @escaping (Int) -> Void) throws(ReadingFault) -> any ByteSource {
        if let refusal = entry.refusal { throw ReadingFault(refusal) }
        if MemberReader.reads(entry.member) { return try MemberSource(entry.member, of: self, onRead: onRead) }
        return try EntrySource(entry, of: self, onRead: onRead)
    }

    /// Reads an entry to its end, for the sake of its length and CRC alone.
    func check(_ entry: Entry) throws(ReadingFault) {
        let source = try source(of: entry) { _ in }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { buffer.deallocate() }
        while try source.read(into: buffer) > 0 {}
    }

    // MARK: - libzip

    /// libzip's handle, where it has the same entry in the same place.
    func archive(for entry: Entry) throws(ReadingFault) -> OpaquePointer {
        let archive = try openArchive()
        var status = zip_stat_t()
        // Names as they stand: libzip would guess another encoding.
        guard zip_get_num_entries(archive, 0) == entries.count,
            zip_stat_index(archive, UInt64(entry.index), zip_flags_t(ZIP_FL_ENC_RAW), &status) == 0
        else { throw ReadingFault(refusing: ZipFault(.directory, "libzip finds other entries in it")) }
        let member = entry.member
        let name = status.name.map { Array(UnsafeBufferPointer(start: $0, count: strlen($0))) } ?? []
        guard name.elementsEqual(member.rawName.map { CChar(bitPattern: $0) }), status.size == member.size,
            status.comp_size == member.compressedSize, status.crc == member.crc, status.comp_method == member.method
        else {
            throw ReadingFault(refusing: ZipFault(.directory, "libzip finds another entry in the place of this one"))
        }
        return archive
    }

    private func openArchive() throws(ReadingFault) -> OpaquePointer {
        if let archive { return archive }
        var code: Int32 = 0
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw ReadingFault(code: errno) }
        guard let opened = zip_fdopen(copy, 0, &code) else {
            close(copy)
            var error = zip_error_t()
            zip_error_init_with_code(&error, code)
            defer { zip_error_fini(&error) }
            throw ReadingFault(&error, on: "not a readable zip")
        }
        archive = opened
        return opened
    }
}
