import Durability
import Foundation
import Glibc
import Testing

struct AtomicFolderTests {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "pushtrail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private var names: [String] {
        get throws { try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted() }
    }

    private func write(_ name: String, mode: Int = 0o700) throws {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: mode])
        try Data("x".utf8).write(to: file)
    }

    private func create() throws {
        try AtomicFolder.create(folder.appending(path: "out").path(), of: ".tally") { path in
            try Data("x".utf8).write(to: URL(filePath: path + "/0.tally"))
        }
    }

    @Test("appears with all its files, and an error leaves nothing")
    func appears() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let target = folder.appending(path: "out/").path()
        let failure = #expect(throws: FileError.self) {
            try AtomicFolder.create(target, of: ".tally") { path in
                try Data("x".utf8).write(to: URL(filePath: path + "/0.tally"))
                throw FileError(path: path + "/1.tally", doing: "write", code: ENOSPC)
            }
        }
        #expect(failure?.path == target + "1.tally")
        #expect(try names == [])
        try create()
        #expect(try names == ["out", "out/0.tally"])
        let error = #expect(throws: FileError.self) { try create() }
        #expect(error?.reason == "it holds 0.tally: name a folder that is not there, or an empty one")
        #expect(try names == ["out", "out/0.tally"])
    }

    @Test("what a killed process left is removed, and nothing that looks otherwise")
    func sweeps() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        for name in ["out.tmpAbCdEf/0.tally", "out.tmpAbCdEf/1.tally.tmpXyZaBc"] { try write(name) }
        let others = ["out.tmpAbCdEfG/0.tally", "other.tmpAbCdEf/0.tally", "out.tmpbackup/notes.txt"]
        for name in others { try write(name) }
        try write("out.tmpshared/0.tally", mode: 0o755)
        try create()
        let left = try names.filter { !$0.hasPrefix("out/") && $0.contains("/") }
        #expect(left == (others + ["out.tmpshared/0.tally"]).sorted())
        #expect(try !names.contains("out.tmpAbCdEf"))
    }

    @Test("what a living process writes is not removed")
    func living() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        try AtomicFolder.create(folder.appending(path: "out").path(), of: ".tally") { path in
            try Data("x".utf8).write(to: URL(filePath: path + "/0.tally"))
            try create()
            #expect(FileManager.default.fileExists(atPath: path + "/0.tally"))
            try FileManager.default.removeItem(at: folder.appending(path: "out"))
        }
        #expect(try names == ["out", "out/0.tally"])
    }
}
