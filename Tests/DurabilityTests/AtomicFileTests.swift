import Durability
import Foundation
import Testing

struct AtomicFileTests {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } }

    @Test("what is committed stands whole under the target's name, and nothing beside it")
    func commits() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/out"
        try Data("old".utf8).write(to: URL(fileURLWithPath: path))
        var file = try AtomicFile(replacing: path)
        try file.write(Array("new".utf8).span)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "old")
        try file.commit()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "new")
        #expect(try names == ["out"])
    }

    @Test("what is not committed is gone")
    func drops() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        do {
            var file = try AtomicFile(replacing: folder + "/out")
            try file.write(Array("new".utf8).span)
            #expect(try names.count == 1)
        }
        #expect(try names == [])
    }

    @Test("what a killed process left is swept away, what a living one writes is not, nor what looks otherwise")
    func sweeps() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["out.tmpAbCdEf", "out.tmpAbCdEfG", "other.tmpAbCdEf"] {
            try Data("x".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        let living = try AtomicFile(replacing: folder + "/out")
        let file = try AtomicFile(replacing: folder + "/out")
        let left = try names
        #expect(left.contains(URL(fileURLWithPath: living.temporary).lastPathComponent))
        #expect(left.contains(URL(fileURLWithPath: file.temporary).lastPathComponent))
        #expect(!left.contains("out.tmpAbCdEf"))
        #expect(left.contains("out.tmpAbCdEfG") && left.contains("other.tmpAbCdEf"))
    }

    @Test("a folder that is not there is named, and why")
    func missingFolder() {
        let error = #expect(throws: FileError.self) { _ = try AtomicFile(replacing: folder + "/none/out") }
        #expect(error?.description == "cannot write beside \(folder)/none/out: No such file or directory")
    }

    @Test("a folder is not replaced by a file")
    func folderAsTarget() {
        let error = #expect(throws: FileError.self) { _ = try AtomicFile(replacing: folder) }
        #expect(error?.reason == "Is a directory")
    }

    @Test("the file that replaces another keeps its mode")
    func keepsMode() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/out"
        try Data().write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let file = try AtomicFile(replacing: path)
        try file.commit()
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    }

    @Test("the file has the mode that was asked for before a byte is in it, whatever file it replaces")
    func ownMode() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/out"
        try Data().write(to: URL(fileURLWithPath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let file = try AtomicFile(replacing: path, mode: 0o600)
        let mode = try FileManager.default.attributesOfItem(atPath: file.temporary)[.posixPermissions]
        #expect(mode as? Int == 0o600)
        try file.commit()
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test("a pipe is not replaced, and nothing is left beside it")
    func pipeAsTarget() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(mkfifo(folder + "/pipe", 0o600) == 0)
        let error = #expect(throws: FileError.self) { _ = try AtomicFile(replacing: folder + "/pipe") }
        #expect(error?.description == "cannot replace \(folder)/pipe: it is a pipe, not a file")
        #expect(try names == ["pipe"])
    }

    @Test("of a link the file at its end is replaced, or made, and the link stays", arguments: [true, false])
    func linkAsTarget(isThere: Bool) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: folder + "/deep", withIntermediateDirectories: true)
        if isThere { try Data("old".utf8).write(to: URL(fileURLWithPath: folder + "/deep/out")) }
        try FileManager.default.createSymbolicLink(atPath: folder + "/middle", withDestinationPath: "deep/out")
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/middle")
        var file = try AtomicFile(replacing: folder + "/link")
        try file.write(Array("new".utf8).span)
        try file.commit()
        #expect(try String(contentsOfFile: folder + "/deep/out", encoding: .utf8) == "new")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == folder + "/middle")
        #expect(try names == ["deep", "link", "middle"])
    }

    @Test("links in a circle are told")
    func circle() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createSymbolicLink(atPath: folder + "/a", withDestinationPath: "b")
        try FileManager.default.createSymbolicLink(atPath: folder + "/b", withDestinationPath: "a")
        #expect(throws: FileError.self) { _ = try AtomicFile(replacing: folder + "/a") }
    }

    @Test("where nothing is to be replaced: appears where nothing is, leaves what is the same, and refuses what is not")
    func placedOnce() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func place(_ text: String) throws -> Appearance {
            var file = try AtomicFile(replacing: folder + "/out")
            try file.write(Array(text.utf8).span)
            return try file.commit(.whereNoneIs)
        }
        #expect(try place("text") == .appeared)
        #expect(try place("text") == .wasThere)
        #expect(throws: FileError.self) { try place("other") }
        #expect(throws: FileError.self) { try place("text and more") }
        #expect(try String(contentsOfFile: folder + "/out", encoding: .utf8) == "text")
        #expect(try names == ["out"])
    }
}
