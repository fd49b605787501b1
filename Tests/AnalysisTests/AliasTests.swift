import Analysis
import Foundation
import LogArchive
import Testing
import TrackingLog

@Suite("Aliases")
struct AliasTests {
    private func read(_ text: String) async throws -> Aliases {
        var aliases: Aliases?
        try await Scratch.withFile(named: "aliases.csv") { path in
            try Data(text.utf8).write(to: URL(filePath: path))
            aliases = try AliasFile.read(path)
        }
        return try #require(aliases)
    }

    @Test(
        "are read as CSV or JSON objects, by their usual names",
        arguments: [
            ("alias,user_id\na,X\nb,X\n", 2), ("Anonymous ID;Customer ID\na;X\n", 1),
            (#"{"anonymous_id":"a","user_id":"X"}"#, 1), ("from,to\na,b\nb,c\nc,d\n", 3), ("alias,user_id\na,a\n", 0),
            ("alias,user_id\na,X\na,X\n", 1),
        ])
    func usual(_ text: String, _ count: Int) async throws {
        #expect(try await read(text).count == count)
    }

    @Test(
        "of two persons, and of themselves around a circle, are refused with the line",
        arguments: [
            ("alias,user_id\na,X\nb,Y\na,Y\n", 4, "“a” is an alias of “Y” here, and of “X” in line 2"),
            ("alias,user_id\na,b\nb,c\nc,a\n", 4, "“c” is an alias of itself: a circle"),
            ("alias,user_id\nb,c\nx,b\nc,b\n", 4, "“c” is an alias of itself: a circle"),
            ("id,name\na,b\n", nil, "it has no column alias; it has “id”, “name”"),
        ] as [(String, Int?, String)])
    func refused(_ text: String, _ line: Int?, _ reason: String) async throws {
        do {
            _ = try await read(text)
            Issue.record("it was read")
        } catch let error as ListError {
            #expect(error.line == line && error.reason == reason)
        }
    }

    @Test("with an empty half are counted, and left out")
    func unusable() async throws {
        let aliases = try await read("alias,user_id\na,\n,X\nb,Y\n")
        #expect(aliases.count == 1 && aliases.unusable.count == 2)
        #expect(aliases.unusable.first == ListFaults.Fault(line: 2, reason: "it has no person"))
    }

    private static let rows = [
        Row(
            1, "delivered", code: "T-1", target: "anonymous", hwid: "H-1", payload: #"{"md":{"name":"Cart | Push 1"}}"#),
        Row(2, "failed", "Unregistered", code: "T-2", target: "anna", hwid: "H-2"),
        // Nobody is named, and the device's id is an alias.
        Row(3, "delivered", code: "T-3", target: "", hwid: "H-3", payload: #"{"md":{"name":"Cart | Push 2"}}"#),
        Row(4, "delivered", code: "T-4", target: "ben", hwid: "H-4"),
    ]
    private static let anna = "alias,user_id\nanonymous,anna\nH-3,anonymous\n"

    @Test("give a person's timeline the messages to all ids", arguments: ["anna", "anonymous"])
    func timelines(_ id: String) async throws {
        var search = TimelineSearch()
        search.aliases = try await read(Self.anna)
        let found = try timeline(of: .person(id), in: Self.rows, parts: 2, search)
        #expect(found.messages.map(\.code) == ["T-1", "T-2", "T-3"])
        #expect(found.messages.map(\.person) == ["anna", "anna", nil])
        #expect(found.subject == .person("anna"))
    }

    @Test("give a plan's people the messages to all ids")
    func plan() async throws {
        let aliases = try await read(Self.anna)
        let result = try check("person,step\nanna,Push 1\n,Push 2\n", with: Self.rows) { $0.aliases = aliases }
        #expect(result.verdicts == [.passed, .passed])
    }

    @Test("pair a list's targets with the messages to all ids")
    func reconciliation() async throws {
        let aliases = try await read(Self.anna)
        let list = "target,time\nanna,2026-11-20 00:00:01\nanonymous,2026-11-20 00:00:02\nanna,2026-11-20 00:00:03\n"
        #expect(try reconcile(list, with: Self.rows).figures.first == 2)
        #expect(try reconcile(list, with: Self.rows, aliases: aliases).figures.first == 3)
    }

    @Test("make one person of several before anything is counted")
    func report() async throws {
        var tally = Tally()
        tally.fold(
            EventBatch(Self.rows))
        tally.unite(try await read(Self.anna))
        var options = ReportOptions()
        var audience = Audience()
        for id in ["anonymous", "anna", "ben", "cleo"] { audience.insert(Array(id.utf8)[...]) }
        options.audience = audience
        let report = tally.report(options)
        #expect(report.totals.persons == 2)
        #expect(report.tokens.persons.total == 2 && report.tokens.persons.covered == 2)
        #expect(report.tokens.audience == AudienceCoverage(total: 3, seen: 2, covered: 2))
    }
}
