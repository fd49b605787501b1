import Durability
import Foundation
import Testing

@testable import Ledger

@Suite("The file of a private key")
struct KeyFileTests {
    private let folder = try? TestFolder()

    @Test("is for its owner alone, holds the key, and is never replaced")
    func roundTrip() throws {
        let path = try #require(folder).path + "/ledger.key"
        let key = try SigningKey(new: "example.com/push")
        try key.write(to: path)
        var status = stat()
        #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(try SigningKey(path: path).verifier == key.verifier)
        #expect(throws: FileError.self) { try SigningKey(new: "example.com/push").write(to: path) }
        #expect(throws: FileError.self) { try key.write(to: path) }
        #expect(try SigningKey(path: path).verifier == key.verifier)
        let link = path + ".link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
        #expect(try SigningKey(path: link).verifier == key.verifier)
        chmod(path, 0o640)
        #expect(throws: KeyError.exposed(path: path)) { try SigningKey(path: path) }
    }

    @Test("has no name with a space or a plus in it", arguments: ["", "a b", "a+b", "a\u{A0}b", "a\nb"])
    func names(name: String) {
        #expect(throws: KeyError.badName(name)) { try SigningKey(new: name) }
    }
}
