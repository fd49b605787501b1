import Crypto
import Foundation
import Pages
import Testing

@Suite("A page")
struct PageTests {
    private let source: String = {
        var source = ""
        Page(
            title: "A <title>", lead: "<p>lead</p>",
            sections: [
                Page.Section(id: "one", title: "One & only", "<p>body</p>"), Page.Section(id: "two", title: "Two", ""),
            ], footer: "<p>foot</p>"
        ).write { source += $0 }
        return source
    }()

    @Test("allows its own style and script by their hashes, and nothing else")
    func policy() throws {
        let policy = try #require(source.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)).1
        #expect(policy.hasPrefix("default-src &#39;none&#39;; "))
        for tag in ["style", "script"] {
            let start = try #require(source.range(of: "<\(tag)>")).upperBound
            let end = try #require(source.range(of: "</\(tag)>")).lowerBound
            let hash = Data(SHA256.hash(data: Data(source[start..<end].utf8))).base64EncodedString()
            #expect(policy.contains("\(tag)-src &#39;sha256-\(hash)&#39;;"))
        }
        #expect(!policy.contains("unsafe") && !policy.contains("http"))
    }

    @Test("refers to nothing outside itself")
    func references() {
        for match in source.matches(of: /(?:src|href|action)\s*=\s*"([^"]*)"/) {
            #expect(match.1.hasPrefix("#") || match.1.hasPrefix("data:"), "\(match.1)")
        }
        #expect(!source.contains("url("))
    }

    @Test("names its parts, in its links and for those who do not see it")
    func parts() {
        #expect(source.contains("<title>A &lt;title&gt;</title>") && source.contains("<h1>A &lt;title&gt;</h1>"))
        #expect(source.contains("<a href=\"#one\">One &amp; only</a>"))
        #expect(
            source.contains(
                "<section id=\"one\" aria-labelledby=\"one-title\">\n<h2 id=\"one-title\">One &amp; only</h2>"))
    }
}
