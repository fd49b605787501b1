import EventStore
import Testing

@testable import Service

@Suite("The console: how long a session lasts, and how many there are")
struct ConsoleSessionsTests {
    @Test("a session ends an hour after its last use, and half a day after its beginning")
    func sessionEnds() throws {
        let clock = TestClock()
        let sessions = ConsoleSessions { clock.now }
        let digest = try #require(TokenSecret.random().digest)
        let idle = sessions.begin(digest)
        clock.advance(by: .seconds(1800))
        // A page that only follows its jobs does not keep anybody signed in.
        #expect(sessions.session(idle, isUsed: false)?.token == digest)
        clock.advance(by: .seconds(1801))
        #expect(sessions.session(idle, isUsed: true) == nil)
        let used = sessions.begin(digest)
        for _ in 0..<13 {
            #expect(sessions.session(used, isUsed: true) != nil)
            clock.advance(by: .seconds(3500))
        }
        #expect(sessions.session(used, isUsed: true) == nil)
    }

    @Test("a token has twenty sessions at most, and ends none of another token")
    func sessionsPerToken() throws {
        let clock = TestClock()
        let sessions = ConsoleSessions { clock.now }
        let (one, other) = (try #require(TokenSecret.random().digest), try #require(TokenSecret.random().digest))
        let first = sessions.begin(other)
        let names = (0...20).map { _ in
            clock.advance(by: .milliseconds(1))
            return sessions.begin(one)
        }
        #expect(sessions.session(names[0], isUsed: false) == nil)
        for name in names.dropFirst() + [first] { #expect(sessions.session(name, isUsed: false) != nil) }
    }
}
