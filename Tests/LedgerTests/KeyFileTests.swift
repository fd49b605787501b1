import Durability
import Foundation
import Testing
import TransparencyLog

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
        let error = #expect(throws: LedgerError.self) { try SigningKey(path: path) }
        #expect(error?.description == "others may read the private key \(path)")
    }
}
