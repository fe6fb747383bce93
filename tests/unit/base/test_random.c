/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random numbers: the published vectors, and what streams promise. */
#include "../test.h"

/* Random123's kat_vectors, "philox4x32 10". */
static void philox_gives_the_published_vectors(void **state)
{
	(void)state;
	static const struct {
		uint32_t counter[4], key[2], result[4];
	} vectors[] = {
		{{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff},
			{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0},
			{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	};
	for (size_t i = 0; i < TEST_COUNT(vectors); i++) {
		uint32_t result[4];
		mizan_philox(vectors[i].counter, vectors[i].key, result);
		assert_memory_equal(result, vectors[i].result, sizeof result);
	}
}

static void a_stream_is_the_same_each_time_and_another_one_differs(void **state)
{
	(void)state;
	struct mizan_random one, same, other;
	mizan_random_init(&one, 7, 3);
	mizan_random_init(&same, 7, 3);
	mizan_random_init(&other, 7, 4);
	int equal = 0;
	for (int i = 0; i < 1000; i++) {
		uint32_t word = mizan_random_word(&one);
		assert_int_equal(word, mizan_random_word(&same));
		equal += word == mizan_random_word(&other);
	}
	assert_true(equal < 3);
}

/* Chi-square with 6 degrees of freedom: 22.5 is passed once in a thousand. */
static void numbers_below_a_limit_are_even(void **state)
{
	(void)state;
	struct mizan_random random;
	mizan_random_init(&random, 1, 0);
	double counts[7] = {0}, sum = 0, mean = 0;
	for (int i = 0; i < 70000; i++) {
		uint32_t number = mizan_random_below(&random, 7);
		assert_true(number < 7);
		counts[number]++;
		double real = mizan_random_real(&random);
		assert_true(real > 0 && real < 1);
		mean += real / 70000;
	}
	for (int i = 0; i < 7; i++) {
		sum += (counts[i] - 10000) * (counts[i] - 10000) / 10000;
	}
	assert_true(sum < 22.5);
	assert_true(mean > 0.496 && mean < 0.504);
	assert_int_equal(mizan_random_below(&random, 1), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(philox_gives_the_published_vectors),
		cmocka_unit_test(a_stream_is_the_same_each_time_and_another_one_differs),
		cmocka_unit_test(numbers_below_a_limit_are_even),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
