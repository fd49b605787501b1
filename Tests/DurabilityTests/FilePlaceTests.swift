import Durability
import Foundation
import Testing

struct FilePlaceTests {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("pushtrail-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    @Test("a file has one place, by whatever path or link", arguments: [true, false])
    func onePlace(isThere: Bool) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/file"
        if isThere {
            try Data().write(to: URL(fileURLWithPath: path))
            try FileManager.default.linkItem(atPath: path, toPath: folder + "/hard")
            #expect(FilePlace(folder + "/hard") == FilePlace(path))
        }
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "file")
        #expect(FilePlace(path) != nil)
        #expect(FilePlace(folder + "/./file") == FilePlace(path))
        #expect(FilePlace(folder + "/link") == FilePlace(path))
        #expect(FilePlace(folder + "/other") != FilePlace(path))
    }

    @Test("a file in a folder that is not there has no place")
    func nowhere() {
        #expect(FilePlace(folder + "/none/file") == nil)
    }
}
