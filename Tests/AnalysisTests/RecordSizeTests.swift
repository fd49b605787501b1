import Testing

@testable import Analysis

@Suite("Records of a tally")
struct RecordSizeTests {
    @Test("take the memory that they are documented to take")
    func sizes() {
        #expect(MemoryLayout<DeliveryRecord>.stride == 60)
        #expect(MemoryLayout<MessageRecord>.stride == 56)
        #expect(MemoryLayout<RefusalRecord>.stride == 20)
        #expect(MemoryLayout<RareEventsRecord>.stride == 16)
        #expect(MemoryLayout<EventCounts>.size == 4)
        #expect(MemoryLayout<ProviderVerdict>.size == 5)
        #expect(MemoryLayout<ResolvedDelivery>.size == 2)
        #expect(MemoryLayout<ResolvedMessage>.size == 8)
    }
}
