import Foundation

/// The files of this repository.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Where documents name files: the modules, their tests, and what is beside them.
    static let folders = ["Sources", "Tests", "scripts", "samples", ".github"]

    /// Every file and folder, by its path from the root.
    static let paths: Set<String> = folders.reduce(into: []) { paths, folder in
        let url = root.appending(path: folder)
        let below = (try? FileManager.default.subpathsOfDirectory(atPath: url.path())) ?? []
        paths.insert(folder)
        paths.formUnion(below.map { "\(folder)/\($0)" })
    }

    /// Every document, by its path: the README files, those in `.github`, and the DocC pages.
    static let documents = (["README.md"] + paths.filter { $0.hasSuffix(".md") && !$0.contains("/Cases/") }).sorted()

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

/// A row of a Markdown table: its cells, without the bars.
func tableCells(_ line: Substring) -> [String] {
    guard line.hasPrefix("|"), line.hasSuffix("|"), !line.hasPrefix("|--") else { return [] }
    return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
}

/// The texts between single backticks.
func codeSpans(_ text: String) -> [String] {
    text.matches(of: /`([^`]+)`/).map { String($0.1) }
}
