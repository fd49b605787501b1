import CLibzip
import Durability

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Why an input could not be read, or not to its end, in words for people.
struct ReadingFault: Error {
    var reason: String
    /// What can be done about it; nil where there is nothing general to say.
    var remedy: String?
    /// What is wrong with a zip's entry, where it is that.
    var zip: ZipFault?

    init(reason: String, remedy: String? = nil) {
        self.reason = reason
        self.remedy = remedy
    }

    /// What the system reports.
    init(code: Int32) {
        reason = String(cString: strerror(code))
        remedy =
            switch code {
            case ENOENT, ENOTDIR: "check the spelling, and the folder that it is named from"
            case EACCES, EPERM: "check who may read it: ls -ld"
            default: nil
            }
    }

    /// What stands in a folder under a log's name, and is no file.
    init(inFolder kind: FileKind) {
        reason = "it is \(kind.words), not a file"
        remedy = "name it by itself to have it read, or rename it"
    }

    /// What kept a temporary file from being written.
    init(spooling error: FileError) {
        reason = error.description
        remedy = "free some space, or let TMPDIR name another place for temporary files"
    }

    /// What is wrong with an entry of a zip.
    init(_ fault: ZipFault) {
        switch fault.kind {
        case .encrypted: self.init(reason: "the entry is encrypted", remedy: "decrypt it first")
        case .crc: self = .damaged("the CRC-32 does not match: the data was changed")
        case .headerMismatch: self.init(reason: fault.reason, remedy: ReadingFault.verify)
        default: self = .damaged(fault.reason)
        }
        zip = fault
    }

    /// What is wrong with a zip of which nothing is read.
    init(refusing fault: ZipFault) {
        if fault.kind == .noEndRecord {
            self = .damaged("not a readable zip: Not a zip archive")
            return
        }
        let entry = fault.entry.map { "\($0): " } ?? ""
        self.init(reason: "the zip is refused: \(entry)\(fault.reason)", remedy: ReadingFault.verify)
    }

    private static let verify =
        "other programs may find something else in it; `pushtrail verify` shows all that is wrong"

    /// What libzip reports.
    ///
    /// - Parameter subject: what it is about, where the words are to begin with that.
    init(_ error: UnsafeMutablePointer<zip_error_t>, on subject: String? = nil) {
        let words = String(cString: zip_error_strerror(error))
        reason = subject.map { "\($0): \(words)" } ?? words
        remedy =
            switch zip_error_code_zip(error) {
            case ZIP_ER_COMPNOTSUPP: "unpack it with a program that knows the method, as 7z, and read what was in it"
            case ZIP_ER_CRC, ZIP_ER_ZLIB, ZIP_ER_INCONS, ZIP_ER_EOF, ZIP_ER_NOZIP, ZIP_ER_COMPRESSED_DATA:
                ReadingFault.fetchAgain
            default: nil
            }
    }

    /// Data that is not as it was when it was written.
    static func damaged(_ reason: String) -> ReadingFault {
        ReadingFault(reason: reason, remedy: fetchAgain)
    }

    private static let fetchAgain = "download it again, or restore a backup"
}
