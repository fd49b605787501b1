import Testing
import TrackingLog

@testable import EventStore

@Suite("Tokens: only a digest is kept, and nothing is forgotten")
struct TokenRegisterTests {
    let scratch: Scratch
    let register: TokenRegister

    init() throws {
        scratch = try Scratch()
        register = TokenRegister(of: try scratch.store())
    }

    private func digest(_ byte: UInt8) throws -> TokenDigest {
        try #require(TokenDigest([UInt8](repeating: 7, count: 31) + [byte]))
    }

    @Test("a token is found by its digest, and by no other")
    func found() throws {
        let added = try register.add(
            name: "n", digest: digest(1), scopes: [.ingest, .export], apps: ["b", "a"], expires: noon, at: noon)
        #expect(try register.token(digest(1)) == added)
        #expect(added.apps == ["a", "b"] && added.used == nil && added.revoked == nil)
        #expect(try register.token(digest(2)) == nil)
        #expect(throws: StoreError.self) { try register.add(name: "x", digest: digest(1), scopes: [], at: noon) }
    }

    @Test("a digest has 32 bytes, and equals only itself")
    func digests() throws {
        #expect(TokenDigest([UInt8](repeating: 0, count: 31)) == nil)
        #expect(try digest(1) == digest(1))
        #expect(try digest(1) != digest(2))
        #expect(try digest(9).bytes == [UInt8](repeating: 7, count: 31) + [9])
    }

    @Test("valid until it expires or is revoked")
    func validity() throws {
        let token = try register.add(
            name: "n", digest: digest(1), scopes: [.export], expires: noon.adding(seconds: 10), at: noon)
        #expect(token.isValid(at: noon.adding(seconds: 9)) && !token.isValid(at: noon.adding(seconds: 10)))
        #expect(try register.revoke(token.number, at: noon))
        #expect(try !register.revoke(token.number, at: noon.adding(seconds: 1)))
        #expect(try !register.revoke(77, at: noon))
        let revoked = try #require(try register.all().first)
        #expect(revoked.revoked == noon && !revoked.isValid(at: noon))
    }

    @Test("scopes: admin includes the others, which include nothing")
    func scopes() throws {
        let admin = try register.add(name: "a", digest: digest(1), scopes: [.admin], at: noon)
        let ingest = try register.add(name: "i", digest: digest(2), scopes: [.ingest], at: noon)
        #expect(TokenScope.allCases.allSatisfy(admin.allows))
        #expect(TokenScope.allCases.filter(ingest.allows) == [.ingest])
    }

    @Test("last uses only move forward")
    func uses() throws {
        let token = try register.add(name: "n", digest: digest(1), scopes: [.export], at: noon)
        try register.noteUses([token.number: noon, 99: noon])
        try register.noteUses([token.number: noon.adding(seconds: -5)])
        #expect(try register.all().map(\.used) == [noon])
    }
}
