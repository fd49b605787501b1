import Foundation
import Glibc
import Testing

@Suite("What documents name exists")
struct NamedPathTests {
    @Test("each path of the repository that a document names is there", arguments: Repository.documents)
    func paths(document: String) throws {
        let names = try Repository.text(document).matches(of: Self.path).map { String($0.1) }
        for name in Set(names).sorted() {
            let path = name.hasSuffix(".") || name.hasSuffix("/") ? String(name.dropLast()) : name
            #expect(Self.exists(path), "\(document) names \(path)\(Self.suggestion(path))")
        }
    }

    @Test("each relative link leads to a file", arguments: Repository.documents)
    func links(document: String) throws {
        let folder = Repository.root.appending(path: document).deletingLastPathComponent()
        for match in try Repository.text(document).matches(of: /\]\(([^):#]+)(?:#[^)]*)?\)/) {
            let target = folder.appending(path: String(match.1)).standardized
            #expect(FileManager.default.fileExists(atPath: target.path()), "\(document) links to \(String(match.1))")
        }
    }

    @Test("where a rule stands: ten questions or more, and one file for each")
    func questions() throws {
        let sections = try Repository.text(".github/CONTRIBUTING.md").components(separatedBy: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix("Where a rule stands\n") })
        let answers = section.split(separator: "\n").map(tableCells).filter { $0.count == 2 }.dropFirst()
        #expect(answers.count >= 10)
        for answer in answers {
            let named = codeSpans(answer[1])
            #expect(
                named.count == 1 && named[0].hasSuffix(".swift") && Repository.paths.contains(named[0]),
                "\(answer[0]): \(answer[1])")
        }
    }

    /// A path below one of the repository's folders, in running text, code or a command.
    private static var path: Regex<(Substring, Substring)> {
        #/(?:^|[\s`(|"'])((?:Sources|Tests|scripts|samples|\.github)/[A-Za-z0-9_+.…*\/-]+)/#
    }

    /// What stands for any name, besides `*`.
    private static var placeholder: Regex<Substring> {
        /…|\b(?:MODULE|COMMAND|NAME|N)\b/.wordBoundaryKind(.simple)
    }

    /// Whether a path is there, with any names in the place of placeholders.
    private static func exists(_ path: String) -> Bool {
        let pattern = path.replacing(placeholder, with: "*")
        guard pattern.contains("*") else { return Repository.paths.contains(path) }
        return Repository.paths.contains { fnmatch(pattern, $0, FNM_PATHNAME) == 0 }
    }

    /// Where a file of the same name is now.
    private static func suggestion(_ path: String) -> String {
        let name = path.split(separator: "/").last ?? ""
        let others = Repository.paths.filter { $0.hasSuffix("/\(name)") }.sorted()
        return others.isEmpty ? ", which is not there" : ", which is now \(others.joined(separator: " or "))"
    }
}
