import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation } from 'react-router';
import { IconButton } from '../parts/icon-button.tsx';
import { Connection } from './connection.tsx';
import { Foot } from './foot.tsx';
import { Navigation } from './navigation.tsx';
import { OnTheWay } from './on-the-way.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { UseCaseSwitch } from './use-case-switch.tsx';
import { Wordmark } from './wordmark.tsx';
import { lazyPart } from '../parts/lazy-part.ts';

const Menu = lazyPart(() => import('./menu.tsx'));

const sideWidth = 244;

/** What stands around every page: where one is, where one can go, who one is. */
export function Shell() {
  const [open, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const { pathname } = useLocation();
  const main = useFocusOnNavigation(pathname);
  return (
    <Box sx={{ display: 'flex', minHeight: '100dvh', bgcolor: 'background.default' }}>
      <Link
        href="#main"
        sx={{
          position: 'absolute',
          left: 12,
          top: -60,
          zIndex: 2000,
          bgcolor: 'background.paper',
          p: 1.25,
          borderRadius: 1,
          '&:focus': { top: 12 },
        }}
      >
        Skip to the page
      </Link>
      <Box
        component="aside"
        aria-label="Sidebar"
        sx={{
          display: { xs: 'none', md: 'flex' },
          flexDirection: 'column',
          width: sideWidth,
          flexShrink: 0,
          position: 'sticky',
          top: 0,
          height: '100dvh',
          borderRight: '1px solid',
          borderColor: 'divider',
          bgcolor: 'background.paper',
        }}
      >
        <Box sx={{ px: 2.5, pt: 2.25, pb: 1.5 }}>
          <Wordmark />
        </Box>
        <Box sx={{ px: 1.5 }}>
          <UseCaseSwitch />
        </Box>
        <Navigation />
        <Foot />
      </Box>
      {wasOpen ? (
        <Suspense fallback={null}>
          <Menu open={open} width={sideWidth + 24} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
      <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column' }}>
        <Box
          component="header"
          sx={{
            display: { xs: 'flex', md: 'none' },
            alignItems: 'center',
            gap: 1,
            px: 1.5,
            minHeight: 56,
            position: 'sticky',
            top: 0,
            zIndex: 10,
            bgcolor: 'background.paper',
            borderBottom: '1px solid',
            borderColor: 'divider',
          }}
        >
          <IconButton
            icon="menu"
            label="Open the menu"
            onClick={() => {
              setWasOpen(true);
              setOpen(true);
            }}
          />
          <Wordmark />
        </Box>
        <Connection />
        <Box
          component="main"
          id="main"
          ref={main}
          tabIndex={-1}
          sx={{
            flex: 1,
            width: '100%',
            maxWidth: 1320,
            mx: 'auto',
            px: { xs: 2, sm: 3, lg: 4 },
            py: { xs: 2.5, md: 4 },
            outline: 'none !important',
          }}
        >
          <PageBoundary at={pathname}>
            <Suspense fallback={<OnTheWay />}>
              <Outlet />
            </Suspense>
          </PageBoundary>
        </Box>
      </Box>
    </Box>
  );
}

/** A new page begins at its top, and a screen reader with it. */
function useFocusOnNavigation(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}
