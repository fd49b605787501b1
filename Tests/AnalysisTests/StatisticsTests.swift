import Testing

@testable import Analysis

// The examples are of the papers, or computed by R.
@Suite("Statistics")
struct StatisticsTests {
    private func isNear(_ value: Double, _ expected: Double, within tolerance: Double = 5e-5) -> Bool {
        abs(value - expected) <= tolerance
    }

    @Test(
        "Wilson's interval of Newcombe's examples",
        arguments: [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
            (20, 20, 0.8389, 1),
        ])
    func wilson(_ count: Int, _ whole: Int, _ lower: Double, _ upper: Double) throws {
        let interval = try #require(Rate(count, of: whole).wilsonInterval)
        #expect(isNear(interval.lowerBound, lower) && isNear(interval.upperBound, upper))
        #expect(Rate(0, of: 0).wilsonInterval == nil)
    }

    @Test(
        "Newcombe's interval of his examples",
        arguments: [
            (56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (10, 10, 0, 20, 0.6791, 1),
            (0, 10, 0, 10, -0.2775, 0.2775),
        ])
    func newcombe(_ count: Int, _ whole: Int, _ other: Int, _ of: Int, _ lower: Double, _ upper: Double) throws {
        let interval = try #require(NewcombeInterval.interval(from: Rate(other, of: of), to: Rate(count, of: whole)))
        #expect(isNear(interval.lowerBound, lower) && isNear(interval.upperBound, upper))
    }

    @Test(
        "Fisher's exact test, of his tea tasting and of greater tables",
        arguments: [
            (3, 4, 1, 4, 0.4857), (4, 4, 0, 4, 0.0286), (0, 10, 0, 10, 1), (10, 10, 10, 10, 1),
            (1, 100, 12, 100, 0.00254),
        ])
    func fisher(_ count: Int, _ whole: Int, _ other: Int, _ of: Int, _ expected: Double) {
        #expect(isNear(FisherTest.pValue(Rate(count, of: whole), Rate(other, of: of)), expected))
        #expect(isNear(FisherTest.pValue(Rate(other, of: of), Rate(count, of: whole)), expected))
    }

    @Test("Fisher's exact test stays finite where nothing could be more different")
    func extremes() {
        #expect(FisherTest.pValue(Rate(0, of: 1_000_000), Rate(1_000_000, of: 1_000_000)) < 1e-300)
        #expect(FisherTest.pValue(Rate(0, of: 0), Rate(3, of: 9)) == 1)
        #expect(FisherTest.pValue(Rate(500_000, of: 1_000_000), Rate(500_000, of: 1_000_000)) == 1)
    }

    @Test("Holm's correction multiplies the smallest by all, and never lets a greater one be less")
    func holm() {
        #expect(HolmCorrection.corrected([0.01, 0.04, 0.03, 0.005]) == [0.03, 0.06, 0.06, 0.02])
        #expect(HolmCorrection.corrected([0.9, 0.5]) == [1, 1])
        #expect(HolmCorrection.corrected([]) == [])
    }

    @Test("Decimals are added exactly, and shown with the decimals of the list")
    func decimals() throws {
        let values = try ["0.1", "0.2", "-0.3", "12.50", "1000000.000001"].map { text in
            try ExactDecimal.read(Array(text.utf8)[...]).value
        }
        let sum = values.reduce(.zero, +)
        #expect(sum.text() == "1000012.500001")
        #expect(sum.text(decimals: 2, isGrouped: true) == "1,000,012.500001")
        #expect(values[3].text(decimals: 2) == "12.50" && values[3].text() == "12.5")
        #expect(values[2].text(decimals: 2) == "-0.30" && values[2] < .zero)
        #expect(ExactDecimal.zero.text() == "0")
    }
}
