import CLibzip
import Durability
import TrackingLog
import Glibc

/// A zip that is open for reading, by the same structure as in verification.
final class ZipReader {
    /// One entry, as the central directory describes it.
    struct Entry {
        /// Its index in the directory.
        var index: Int
        var member: ZipMember
        var name: String
        /// Why it is not read; nil where it is.
        var refusal: ZipFault?

        var isFolder: Bool { member.isFolder }
    }

    let file: OpenFile
    private(set) var entries: [Entry] = []
    /// libzip's handle, once an entry needs it.
    private var archive: OpaquePointer?

    /// - Throws: ``ReadingFault`` where the zip is refused: see ``ZipAdmission``.
    init(_ file: consuming OpenFile) throws(ReadingFault) {
        self.file = file
        let structure = ZipStructure(self.file)
        let admission = ZipAdmission(structure)
        if let refusal = admission.refusal { throw ReadingFault(refusing: refusal) }
        entries = structure.members.enumerated().map { index, member in
            Entry(index: index, member: member, name: member.name, refusal: admission.refusal(ofMember: index))
        }
    }

    deinit {
        if let archive { zip_discard(archive) }
    }

    /// The bytes of an entry, inflated by ISA-L if it is deflated, by libzip if it has a rarer method.
    func source(of entry: Entry, onRead: @escaping (Int) -> Void) throws(ReadingFault) -> any ByteSource {
        if let refusal = entry.refusal { throw ReadingFault(refusal) }
        if MemberReader.reads(entry.member) { return try MemberSource(entry.member, of: self, onRead: onRead) }
        return try EntrySource(entry, of: self, onRead: onRead)
    }

    /// An entry's blocks, if they can be read alone.
    ///
    /// - Parameter longest: each must be shorter, in bytes.
    func blocks(of entry: Entry, longest: Int) -> BlockedEntry? {
        entry.refusal == nil ? BlockedEntry(entry.member, of: file, longest: longest) : nil
    }

    // MARK: - libzip

    /// libzip's handle, if libzip finds the same entry in the same place.
    func archive(for entry: Entry) throws(ReadingFault) -> OpaquePointer {
        let archive = try openArchive()
        var status = zip_stat_t()
        // Raw names: libzip would guess an encoding.
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
        // libzip closes what it is given.
        let copy = fcntl(file.descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { throw ReadingFault(FileError(path: file.name, doing: "read", code: errno)) }
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
