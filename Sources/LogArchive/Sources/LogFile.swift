#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif
import Foundation

/// A file that may hold logs, and how it is told what it is.
enum LogFile {
    /// How the names of logs end, by which they are found in folders and zips.
    static let extensions = [".csv", ".ndjson", ".jsonl"]

    /// The logs and zips in a folder and those below it, in the order of their paths; hidden ones are left out.
    static func paths(inFolder folder: String) throws(ReadingFault) -> [String] {
        var found: [String] = []
        let manager = FileManager.default
        let names: [String]
        do {
            names = try manager.contentsOfDirectory(atPath: folder)
        } catch {
            throw ReadingFault(reason: "the folder cannot be listed: \(error.localizedDescription)")
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            var isFolder: ObjCBool = false
            guard manager.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if isFolder.boolValue {
                found += try paths(inFolder: path)
            } else if (extensions + [".zip"]).contains(where: { name.lowercased().hasSuffix($0) }) {
                found.append(path)
            }
        }
        return found
    }

    /// What a file's first bytes say it is.
    enum Kind {
        case zip
        case csv
        case ndjson
        /// Something else that people keep logs in; the remedy is in the words.
        case unreadable(String)
    }

    static func kind(of head: some Collection<UInt8>) -> Kind {
        if head.starts(with: [0x50, 0x4B, 3, 4]) || head.starts(with: [0x50, 0x4B, 5, 6]) { return .zip }
        if head.starts(with: [0x1F, 0x8B]) { return .unreadable("compressed with gzip; run gunzip on it first") }
        if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            return .unreadable("compressed with zstd; run unzstd on it first")
        }
        let blank: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF]
        return head.first { !blank.contains($0) } == UInt8(ascii: "{") ? .ndjson : .csv
    }

    /// Copies standard input to a file without a name: a zip's directory stands at its end.
    ///
    /// - Returns: a path that opens the copy, and the descriptor that keeps it alive.
    static func spool(_ source: any ByteSource) throws(ReadingFault) -> (path: String, descriptor: Int32) {
        let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(folder)/pushtrail.XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else {
            throw ReadingFault(reason: "no temporary file in \(folder): \(String(cString: strerror(errno)))")
        }
        unlink(template)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = try source.read(into: buffer)
            if count == 0 { break }
            var written = 0
            while written < count {
                let step = write(descriptor, buffer.baseAddress.map { $0 + written }, count - written)
                guard step > 0 else {
                    throw ReadingFault(reason: "cannot spool to \(folder): \(String(cString: strerror(errno)))")
                }
                written += step
            }
        }
        return ("/proc/self/fd/\(descriptor)", descriptor)
    }
}
