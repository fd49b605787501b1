import Foundation
import Testing

@Suite("The table of modules is Package.swift's")
struct ModuleTableTests {
    private static let page = "Sources/pushtrail/pushtrail.docc/Modules.md"

    /// A row of the table: a module, and what it may import.
    private struct Row: Equatable {
        var module: String
        var holds: String
        var imports: [String]

        /// The row as the page has it.
        var text: String {
            let names = imports.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(module)` | \(holds) | \(names.isEmpty ? "–" : names) |"
        }
    }

    /// The rows of the page.
    private static func rows() throws -> [Row] {
        try Repository.text(page).split(separator: "\n").compactMap { line in
            let cells = tableCells(line)
            guard cells.count == 3, let module = codeSpans(cells[0]).first else { return nil }
            return Row(module: module, holds: cells[1], imports: codeSpans(cells[2]))
        }
    }

    @Test("each module has a row with exactly what it depends on, in the order of declaration")
    func agree() async throws {
        let rows = try Self.rows()
        let holds = Dictionary(rows.map { ($0.module, $0.holds) }) { first, _ in first }
        let declared = try await PackageManifest.read().modules.map { target in
            Row(module: target.name, holds: holds[target.name] ?? "…", imports: target.dependencies.map(\.name))
        }
        let difference = declared.map(\.text).difference(from: rows.map(\.text))
        let removed = difference.removals.map { "- \($0.line)" }
        let inserted = difference.insertions.map { "+ \($0.line)" }
        let isSame = difference.isEmpty
        #expect(
            isSame,
            """
            \(Self.page) and Package.swift differ. To make the page right:
            \((removed + inserted).joined(separator: "\n"))
            """)
    }

    @Test("a module depends only on modules above it")
    func order() async throws {
        let modules = try await PackageManifest.read().modules
        let names = Set(modules.map(\.name))
        var above: Set<String> = []
        for module in modules {
            let below = module.dependencies.map(\.name).filter { names.contains($0) && !above.contains($0) }
            #expect(below.isEmpty, "\(module.name) depends on \(below), declared below it")
            above.insert(module.name)
        }
    }

    @Test("a module depends on nothing that none of its files imports")
    func needed() async throws {
        for module in try await PackageManifest.read().modules {
            let files = Repository.paths.filter { $0.hasPrefix("Sources/\(module.name)/") && $0.hasSuffix(".swift") }
            let texts = try files.map { try Data(contentsOf: Repository.root.appending(path: $0)) }
            let unused = module.dependencies.map(\.name).filter { name in
                !texts.contains { $0.range(of: Data("import \(name)\n".utf8)) != nil }
            }
            #expect(unused.isEmpty, "\(module.name) imports none of \(unused)")
        }
    }
}

extension CollectionDifference.Change where ChangeElement == String {
    /// The line that is removed or inserted.
    fileprivate var line: String {
        switch self {
        case .remove(_, let element, _), .insert(_, let element, _): element
        }
    }
}
