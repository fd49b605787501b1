import CLibzip
import Durability
import Glibc

/// Puts the container of a zip around a deflated entry whose data is in its place already.
///
/// libzip writes it into our open file, which is synced and renamed by us. What libzip writes of the entry's data is
/// left out, since the same bytes are there.
enum ZipContainer {
    /// The content of the local header's one extra field, in bytes: a Zip64 field's two lengths, or nothing.
    ///
    /// Where the lengths need no Zip64, a field of ours takes the same room. So the place of the data is known before
    /// its length is.
    private static let localFieldSize = 16

    /// The byte at which the data of a zip's one entry begins: after the local header (APPNOTE.TXT 4.3.7).
    static func dataStart(ofEntry name: String) -> Int { 30 + name.utf8.count + 4 + localFieldSize }

    /// 1980-01-01, the first day that DOS knows: an entry's time must not make two zips differ.
    private static let dosDate: UInt16 = 1 << 5 | 1

    /// The id of the extra field with the blinding: none of APPNOTE.TXT 4.5.2 or of Info-ZIP's list.
    static let blindingID = 0x7473

    /// Writes a zip with one entry around the entry's data.
    ///
    /// - Parameters:
    ///   - entry: the entry, whose data is in its place.
    ///   - name: its name.
    ///   - blinding: random bytes for the central header; none if empty.
    ///   - file: the zip.
    /// - Returns: the zip's length in bytes.
    static func write(
        _ entry: BlockSpool.Entry, named name: String, blinding: [UInt8], to file: inout AtomicFile
    ) throws(FileError) -> Int {
        let destination = Destination(descriptor: file.descriptor, holding: entry.place)
        let data = PlacedData(entry)
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }

        guard let target = zip_source_function_create(destinationCallback, destination.retained(), &error) else {
            throw FileError(path: file.target, doing: "write a zip to", code: ENOMEM)
        }
        guard let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error) else {
            zip_source_free(target)
            throw FileError(path: file.target, doing: "write a zip to", code: destination.code)
        }
        guard let source = zip_source_function(archive, dataCallback, data.retained()) else {
            zip_discard(archive)
            throw FileError(path: file.target, doing: "write a zip to", code: ENOMEM)
        }
        let index = zip_file_add(archive, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(source)
            zip_discard(archive)
            throw FileError(path: file.target, doing: "add \(name) to", code: EINVAL)
        }
        zip_file_set_dostime(archive, UInt64(index), 0, dosDate, 0)
        // A regular file that its owner writes and everyone reads, once unzipped.
        let mode = UInt32(S_IFREG | 0o644) << 16
        zip_file_set_external_attributes(archive, UInt64(index), 0, UInt8(ZIP_OPSYS_UNIX), mode)
        let padding = [UInt8](repeating: 0, count: localFieldSize)
        guard add(entry.index.field, BlockIndex.fieldID, to: archive, zip_flags_t(ZIP_FL_CENTRAL)),
            blinding.isEmpty || add(blinding, blindingID, to: archive, zip_flags_t(ZIP_FL_CENTRAL)),
            entry.isLarge || add(padding, BlockIndex.fieldID, to: archive, zip_flags_t(ZIP_FL_LOCAL))
        else {
            zip_discard(archive)
            throw FileError(path: file.target, doing: "add an index to", code: ENOMEM)
        }
        guard zip_close(archive) == 0 else {
            zip_discard(archive)
            if destination.isMisplaced {
                throw FileError(
                    path: file.target, doing: "write", reason: "libzip places the data of its entry elsewhere")
            }
            let code = destination.code != 0 ? destination.code : EIO
            throw FileError(path: file.target, doing: "write", code: code)
        }
        return destination.length
    }

    /// Adds an extra field to one of the headers of the only entry.
    ///
    /// - Returns: false where memory is short.
    private static func add(_ field: [UInt8], _ id: Int, to archive: OpaquePointer, _ header: zip_flags_t) -> Bool {
        // The index of a field that is not there yet.
        let new = UInt16.max
        return zip_file_extra_field_set(
            archive, 0, UInt16(id), new, field, UInt16(field.count), header) == 0
    }

    // MARK: - What libzip calls

    /// The open file that the zip is written to.
    private final class Destination {
        let descriptor: Int32
        /// What the file holds already.
        let held: Range<Int>
        /// Whether libzip has put something else, or the data in part, in the data's place.
        var isMisplaced = false
        var offset: Int64 = 0
        var length = 0
        /// The system's reason for a failure.
        var code: Int32 = 0

        init(descriptor: Int32, holding held: Range<Int>) {
            self.descriptor = descriptor
            self.held = held
        }

        func retained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

        func write(_ bytes: UnsafeRawBufferPointer) -> Int64 {
            let place = Int(offset)..<Int(offset) + bytes.count
            if place.overlaps(held) {
                guard held.contains(place) else {
                    isMisplaced = true
                    code = EINVAL
                    return -1
                }
            } else {
                do throws(FileError) {
                    try writeAll(bytes.bytes, to: descriptor, at: Int(offset), named: "")
                } catch {
                    code = error.code
                    return -1
                }
            }
            offset += Int64(bytes.count)
            length = max(length, Int(offset))
            return Int64(bytes.count)
        }

        func seek(_ arguments: UnsafeMutableRawPointer?, length bytes: UInt64) -> Int64 {
            var error = zip_error_t()
            zip_error_init(&error)
            defer { zip_error_fini(&error) }
            let wanted = zip_source_seek_compute_offset(
                UInt64(offset), UInt64(length), arguments, bytes, &error)
            guard wanted >= 0 else {
                code = EINVAL
                return -1
            }
            offset = wanted
            return 0
        }
    }

    private static let destinationCallback: zip_source_callback = { context, data, length, command in
        guard let context else { return -1 }
        let object = Unmanaged<Destination>.fromOpaque(context)
        let destination = object.takeUnretainedValue()
        switch command {
        case ZIP_SOURCE_SUPPORTS:
            return [
                ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
                ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE,
                ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE,
                ZIP_SOURCE_WRITE, ZIP_SOURCE_SUPPORTS,
            ].reduce(0) { $0 | Int64(1) << Int64($1.rawValue) }
        case ZIP_SOURCE_STAT:
            // An empty file: libzip begins a new archive in it.
            guard let status = data?.assumingMemoryBound(to: zip_stat_t.self) else { return -1 }
            zip_stat_init(status)
            status.pointee.valid |= UInt64(ZIP_STAT_SIZE)
            status.pointee.size = 0
            return Int64(MemoryLayout<zip_stat_t>.size)
        case ZIP_SOURCE_WRITE: return destination.write(UnsafeRawBufferPointer(start: data, count: Int(length)))
        case ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_SEEK: return destination.seek(data, length: length)
        case ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_TELL: return destination.offset
        case ZIP_SOURCE_ERROR: return report(destination.code, to: data)
        case ZIP_SOURCE_FREE:
            object.release()
            return 0
        default: return 0
        }
    }

    /// The deflated blocks that are the entry's data, and are in their place: libzip is given their number only.
    private final class PlacedData {
        let entry: BlockSpool.Entry
        var offset = 0

        init(_ entry: BlockSpool.Entry) { self.entry = entry }

        func retained() -> UnsafeMutableRawPointer { Unmanaged.passRetained(self).toOpaque() }

        /// Counts the next bytes. The buffer is left as it is: ``Destination`` leaves out what libzip makes of it.
        func read(upTo count: Int) -> Int64 {
            let count = min(count, entry.compressedSize - offset)
            offset += count
            return Int64(count)
        }

        /// With method, lengths and CRC known in advance, libzip neither inflates nor deflates.
        func describe(in status: UnsafeMutablePointer<zip_stat_t>) {
            zip_stat_init(status)
            status.pointee.valid = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_CRC | ZIP_STAT_COMP_METHOD)
            status.pointee.size = UInt64(entry.size)
            status.pointee.comp_size = UInt64(entry.compressedSize)
            status.pointee.crc = entry.crc
            status.pointee.comp_method = UInt16(ZIP_CM_DEFLATE)
        }
    }

    private static let dataCallback: zip_source_callback = { context, data, length, command in
        guard let context else { return -1 }
        let object = Unmanaged<PlacedData>.fromOpaque(context)
        let deflated = object.takeUnretainedValue()
        switch command {
        case ZIP_SOURCE_SUPPORTS:
            return [
                ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
            ]
            .reduce(0) { $0 | Int64(1) << Int64($1.rawValue) }
        case ZIP_SOURCE_OPEN:
            deflated.offset = 0
            return 0
        case ZIP_SOURCE_READ: return deflated.read(upTo: Int(length))
        case ZIP_SOURCE_STAT:
            guard let status = data?.assumingMemoryBound(to: zip_stat_t.self) else { return -1 }
            deflated.describe(in: status)
            return Int64(MemoryLayout<zip_stat_t>.size)
        case ZIP_SOURCE_ERROR: return report(0, to: data)
        case ZIP_SOURCE_FREE:
            object.release()
            return 0
        default: return 0
        }
    }

    /// Answers libzip's request for the error: its own code and the system's.
    private static func report(_ code: Int32, to data: UnsafeMutableRawPointer?) -> Int64 {
        guard let codes = data?.assumingMemoryBound(to: Int32.self) else { return -1 }
        codes[0] = code == 0 ? ZIP_ER_OK : ZIP_ER_WRITE
        codes[1] = code
        return Int64(2 * MemoryLayout<Int32>.size)
    }
}

extension BlockSpool.Entry {
    /// Whether a length needs Zip64 (APPNOTE.TXT 4.3.9.2).
    fileprivate var isLarge: Bool { max(size, compressedSize) >= 0xFFFF_FFFF }
}
