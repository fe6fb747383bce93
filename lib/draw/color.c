/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Okabe and Ito's colours (Color Universal Design, 2008), in an order in which neighbours differ in
 * lightness too, so that they survive grey print. The ramp is ColorBrewer's OrRd.
 */
#include "draw_internal.h"

struct draw_color draw_series_color(size_t series)
{
	static const unsigned colors[DRAW_SERIES] = {
		0x0072b2, 0xe69f00, 0x1a1a1a, 0x009e73, 0xcc79a7, 0x56b4e9, 0xd55e00};
	return series < DRAW_SERIES ? DRAW_RGB(colors[series]) : DRAW_RGB(0xb4b4b4);
}

struct draw_color draw_ramp_color(size_t step)
{
	static const unsigned colors[] = {0xfee8c8, 0xfdbb84, 0xf4834f, 0xd7301f, 0x7f0000};
	return DRAW_RGB(colors[step < 5 ? step : 4]);
}

struct draw_color draw_fade(struct draw_color color, double alpha)
{
	color.alpha *= alpha;
	return color;
}
